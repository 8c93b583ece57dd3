import { extname } from 'node:path';
import { type Drawing, svgFile } from '../charts/index.ts';
import { UsageError } from '../core/index.ts';
import { replaceFile } from '../records/index.ts';
import { toHtml, toMarkdown, type WrittenTable } from './written-table.ts';

/** A result that a file may hold: as a table, or as a chart. */
export interface WrittenResult {
  readonly title: string;
  readonly table: WrittenTable;
  readonly chart: Drawing;
}

const formats: Readonly<Record<string, (result: WrittenResult) => string>> = {
  '.md': ({ table }) => toMarkdown(table),
  '.svg': ({ chart }) => svgFile(chart),
  '.html': ({ title, table, chart }) => toHtml(title, table, chart),
};

/** Throws {@link UsageError} where no result can be written to such a file, before the work begins. */
export function checkOutputFile(path: string | undefined): void {
  if (path === undefined || Object.hasOwn(formats, extname(path))) return;
  throw new UsageError(`--output ${path}: expected a name that ends in ${Object.keys(formats).join(', ')}`);
}

/** Writes a result in the format that the file's name asks for. Throws FileError where that fails. */
export function writeOutputFile(path: string, result: WrittenResult): void {
  replaceFile(path, formats[extname(path)]!(result));
}
