import { statSync } from 'node:fs';
import { join } from 'node:path';
import { DataError, UsageError } from '../../core/index.ts';
import { readFileBytes } from '../readers/files.ts';
import { isTextArray, type NpyArray, parseNpy } from '../readers/npy.ts';
import { locateNpyAt } from '../readers/npz.ts';
import { isStored, type StoredArray } from '../stored-array.ts';
import { readNamedArrays } from './npz.ts';
import type { Source } from './source.ts';

const extension = /\.npy$/i;

async function readNpy(path: string): Promise<NpyArray> {
  return parseNpy(path, await readFileBytes(path));
}

function locateNpyFile(path: string): Promise<StoredArray | undefined> {
  return locateNpyAt(path, { path, start: 0, sizeBytes: statSync(path).size });
}

/** A single NumPy array to predict from, or a folder of them (`x.npy`, `y.npy`), named as in an archive. */
export const npySource: Source = {
  reads: '.npy or a folder of them',
  accepts: ({ kind, name, contents }) =>
    kind === 'file' ? extension.test(name) : contents.some((entry) => extension.test(entry)),
  read: async ({ path, kind, contents }, request) => {
    if (kind === 'folder') {
      const names = contents.filter((entry) => extension.test(entry)).map((entry) => entry.slice(0, -4));
      const fileOf = (name: string): string => join(path, `${name}.npy`);
      const files = {
        names,
        read: (name: string) => readNpy(fileOf(name)),
        sizeBytes: (name: string) => statSync(fileOf(name)).size,
        locate: (name: string) => locateNpyFile(fileOf(name)),
      };
      return readNamedArrays(path, files, request);
    }
    if (request.withTarget) {
      throw new UsageError(`${path}: a .npy file holds one array, so inputs or target are missing`, {
        advice: 'Save both with numpy.savez(FILE, x=x, y=y), or put x.npy and y.npy in one folder',
      });
    }
    const stored = request.streaming.wants(statSync(path).size) ? await locateNpyFile(path) : undefined;
    const values = stored ?? (await readNpy(path));
    if (isStored(values)) return { parts: { train: { inputs: [{ name: 'x', values }] } } };
    if (isTextArray(values)) throw new DataError(`${path}: holds texts, expected numbers for an input`);
    return { parts: { train: { inputs: [{ name: 'x', values }] } } };
  },
};
