/** A piece of a line. Addresses are kept as text: nothing here becomes HTML, loads or leads anywhere. */
export type Inline =
  | { readonly kind: 'text' | 'code' | 'strong' | 'emphasis'; readonly text: string }
  | { readonly kind: 'link'; readonly text: string; readonly address: string };

/** A part of a text. */
export type MarkdownBlock =
  | { readonly kind: 'heading'; readonly level: number; readonly content: readonly Inline[] }
  | { readonly kind: 'paragraph' | 'quote'; readonly content: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Inline[])[] }
  | {
      readonly kind: 'table';
      readonly head: readonly (readonly Inline[])[];
      readonly rows: readonly (readonly (readonly Inline[])[])[];
    }
  | { readonly kind: 'rule' };

const fence = /^\s*(`{3,}|~{3,})/;
const bullet = /^\s{0,8}([-*+]|\d{1,9}[.)])\s+(.*)$/;
const tableRule = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

/** The part of Markdown that people write into logs; whatever else a text holds is plain text. */
export function markdownBlocks(text: string): MarkdownBlock[] {
  const lines = text.split(/\r?\n/);
  const blocks: MarkdownBlock[] = [];
  let i = 0;
  const takeWhile = (isOwn: (line: string) => boolean): string[] => {
    const from = i;
    while (i < lines.length && isOwn(lines[i]!)) i++;
    return lines.slice(from, i);
  };
  while (i < lines.length) {
    const line = lines[i]!;
    const [, marks] = fence.exec(line) ?? [];
    const [, hashes, title] = /^(#{1,6})\s+(.*?)\s*#*\s*$/.exec(line) ?? [];
    if (line.trim() === '') i++;
    else if (marks !== undefined) {
      i++;
      const code = takeWhile((own) => !own.trimStart().startsWith(marks));
      i++;
      blocks.push({ kind: 'code', text: code.join('\n') });
    } else if (hashes !== undefined) {
      i++;
      blocks.push({ kind: 'heading', level: hashes.length, content: inlines(title ?? '') });
    } else if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) {
      i++;
      blocks.push({ kind: 'rule' });
    } else if (line.includes('|') && tableRule.test(lines[i + 1] ?? '') && (lines[i + 1] ?? '').includes('-')) {
      i += 2;
      const rows = takeWhile((own) => own.includes('|') && own.trim() !== '');
      blocks.push({ kind: 'table', head: cells(line), rows: rows.map(cells) });
    } else if (/^(\t| {4})/.test(line)) {
      const code = takeWhile((own) => /^(\t| {4})/.test(own));
      blocks.push({ kind: 'code', text: code.map((own) => own.replace(/^(\t| {4})/, '')).join('\n') });
    } else if (line.startsWith('>')) {
      const quoted = takeWhile((own) => own.startsWith('>'));
      blocks.push({ kind: 'quote', content: inlines(quoted.map((own) => own.replace(/^>\s?/, '')).join(' ')) });
    } else if (bullet.test(line)) {
      const items: string[] = [];
      for (const own of takeWhile((next) => bullet.test(next) || /^\s+\S/.test(next))) {
        const [, , item] = bullet.exec(own) ?? [];
        if (item !== undefined) items.push(item);
        else items.push(`${items.pop() ?? ''} ${own.trim()}`);
      }
      blocks.push({ kind: 'list', isNumbered: /^\s*\d/.test(line), items: items.map(inlines) });
    } else {
      const own = [line];
      i++;
      own.push(
        ...takeWhile(
          (next) => next.trim() !== '' && !fence.test(next) && !/^#{1,6}\s/.test(next) && !bullet.test(next),
        ),
      );
      blocks.push({ kind: 'paragraph', content: inlines(own.join('\n')) });
    }
  }
  return blocks;
}

function cells(line: string): Inline[][] {
  return line
    .trim()
    .replace(/^\||\|$/g, '')
    .split(/(?<!\\)\|/)
    .map((cell) => inlines(cell.trim().replaceAll('\\|', '|')));
}

// Each alternative ends at the first closing mark, so that a long text takes no more than one look ahead a character.
const pieces =
  /`([^`\n]{1,2000})`|\*\*([^*\n]{1,2000})\*\*|__([^_\n]{1,2000})__|\*([^*\s][^*\n]{0,2000})\*|!?\[([^[\]\n]{0,1000})\]\(([^()\s]{1,2000})\)/g;

/** Code, emphasis and links of a line. */
export function inlines(text: string): Inline[] {
  const found: Inline[] = [];
  let from = 0;
  const plain = (to: number): void => {
    if (to > from) found.push({ kind: 'text', text: text.slice(from, to) });
  };
  for (const match of text.matchAll(pieces)) {
    plain(match.index);
    const [all, code, strong, alsoStrong, emphasis, label, address] = match;
    if (code !== undefined) found.push({ kind: 'code', text: code });
    else if (address !== undefined) found.push({ kind: 'link', text: label ?? '', address });
    else if (emphasis !== undefined) found.push({ kind: 'emphasis', text: emphasis });
    else found.push({ kind: 'strong', text: strong ?? alsoStrong ?? '' });
    from = match.index + all.length;
  }
  plain(text.length);
  return found;
}
