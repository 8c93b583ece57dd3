import { escapeXml } from '../compare/index.ts';
import { type Column, formatTable } from './format.ts';

/** A table and the sentences below it, for a terminal, Markdown or HTML. */
export interface WrittenTable {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly string[])[];
  /** Each a sentence or a list item of its own. */
  readonly notes: readonly string[];
}

/** Lines of plain text. */
export function toText({ columns, rows, notes }: WrittenTable): string[] {
  return [...formatTable(columns, rows), '', ...notes];
}

/** A table of Markdown and a list. */
export function toMarkdown({ columns, rows, notes }: WrittenTable): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    line(columns.map(({ heading }) => heading)),
    line(columns.map(({ align }) => (align === 'right' ? '--:' : '---'))),
    ...rows.map(line),
    '',
    ...notes.map((note) => `- ${note}`),
    '',
  ].join('\n');
}

/** A page with the table, the notes and a chart, which needs no other file. */
export function toHtml(title: string, { columns, rows, notes }: WrittenTable, chart: string): string {
  const cell = (tag: string) => (text: string, index: number) =>
    `<${tag} style="text-align:${columns[index]!.align ?? 'left'};padding:2px 12px">${escapeXml(text)}</${tag}>`;
  const row = (tag: string, cells: readonly string[]) => `<tr>${cells.map(cell(tag)).join('')}</tr>`;
  return [
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>${escapeXml(title)}</title>`,
    `<body style="font-family:sans-serif"><h1>${escapeXml(title)}</h1><table>`,
    row(
      'th',
      columns.map(({ heading }) => heading),
    ),
    ...rows.map((cells) => row('td', cells)),
    '</table><ul>',
    ...notes.map((note) => `<li>${escapeXml(note)}</li>`),
    `</ul>${chart}</body></html>`,
    '',
  ].join('\n');
}
