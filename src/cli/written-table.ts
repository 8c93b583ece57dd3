import { type Block, type Drawing, htmlPage } from '../charts/index.ts';
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
export function toHtml(title: string, { columns, rows, notes }: WrittenTable, chart: Drawing): string {
  const blocks: Block[] = [
    { kind: 'table', columns, rows },
    { kind: 'list', items: notes },
    { kind: 'charts', drawings: [chart] },
  ];
  return htmlPage({ title, sections: [{ title: 'Result', blocks }] });
}
