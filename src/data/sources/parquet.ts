import { join } from 'node:path';
import { openParquet } from '../readers/parquet.ts';
import type { Source } from './source.ts';
import { readTableParts } from './table.ts';

const extension = /\.(parquet|pq)$/i;

/** A Parquet file, or a folder of parts with the same columns, read in the order of their names. */
export const parquetSource: Source = {
  reads: '.parquet or a folder of them',
  isTable: true,
  accepts: ({ kind, name, contents }) =>
    kind === 'file' ? extension.test(name) : contents.some((entry) => extension.test(entry)),
  read: async ({ path, kind, contents }, request) => {
    const files =
      kind === 'file' ? [path] : contents.filter((entry) => extension.test(entry)).map((entry) => join(path, entry));
    return readTableParts(await openParquet(path, files), request);
  },
};
