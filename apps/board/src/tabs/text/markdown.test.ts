import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inlines, markdownBlocks } from './markdown.ts';

const kinds = (text: string): string[] => markdownBlocks(text).map(({ kind }) => kind);

describe('Markdown of logs', () => {
  it('has headings, lists, tables, code, quotes and rules', () => {
    const text =
      '# Title\n\ntext\n\n- a\n- b\n\n| x | y |\n|---|--:|\n| 1 | 2 |\n\n> said\n\n---\n\n```\n# code\n```\n    more';
    expect(kinds(text)).toEqual(['heading', 'paragraph', 'list', 'table', 'quote', 'rule', 'code', 'code']);
    const [table] = markdownBlocks('| x | y |\n|---|--:|\n| 1 | 2 |');
    expect(table).toEqual({
      kind: 'table',
      head: [[{ kind: 'text', text: 'x' }], [{ kind: 'text', text: 'y' }]],
      rows: [[[{ kind: 'text', text: '1' }], [{ kind: 'text', text: '2' }]]],
    });
  });

  it('leaves HTML and addresses as the text they are', () => {
    expect(inlines('<img src=x onerror=alert(1)> **b** [go](javascript:alert) ![p](http://a/b.png)')).toEqual([
      { kind: 'text', text: '<img src=x onerror=alert(1)> ' },
      { kind: 'strong', text: 'b' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'go', address: 'javascript:alert' },
      { kind: 'text', text: ' ' },
      { kind: 'link', text: 'p', address: 'http://a/b.png' },
    ]);
  });

  it('ends on every text, an unclosed fence among them', () => {
    expect(kinds('```\nnever closed')).toEqual(['code']);
    const line = fc.constantFrom(
      '# ',
      '- ',
      '1. ',
      '> ',
      '```',
      '    ',
      '| a |',
      '|-|',
      '---',
      'word',
      '**',
      '`',
      '[a](b)',
      '',
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.string({ maxLength: 6 }))), (parts) => {
        const text = parts.map(([mark, rest]) => mark + rest).join('\n');
        expect(JSON.stringify(markdownBlocks(text)).length).toBeGreaterThan(0);
      }),
    );
  });

  it('is fast on long texts made to be slow', () => {
    const started = performance.now();
    for (const piece of ['*', '`', '[', '**a', '[a](', '|-', '- ']) markdownBlocks(piece.repeat(20_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
