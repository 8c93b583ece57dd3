import { openCsv } from '../readers/csv.ts';
import type { Source } from './source.ts';
import { readTableParts } from './table.ts';

/** Tables of text with a line of column names. */
export const csvSource: Source = {
  reads: '.csv, .tsv',
  isTable: true,
  accepts: ({ kind, name }) => kind === 'file' && /\.(csv|tsv)$/i.test(name),
  read: async ({ path }, request) => readTableParts(await openCsv(path), request),
};
