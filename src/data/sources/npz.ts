import type { RawParts } from '../assemble.ts';
import { assignRoles, type NamedArrays, partsOfArrays } from '../named-arrays.ts';
import { isTextArray, type NpyArray } from '../readers/npy.ts';
import { openNpz } from '../readers/npz.ts';
import type { Source, SourceRequest } from './source.ts';

/** NumPy archives of named arrays. */
export const npzSource: Source = {
  reads: '.npz',
  accepts: ({ kind, name }) => kind === 'file' && /\.npz$/i.test(name),
  read: async ({ path }, request) => {
    const archive = await openNpz(path);
    return readNamedArrays(path, archive.names, archive.read, request);
  },
};

/** Reads those of some named arrays that have a role. */
export async function readNamedArrays(
  path: string,
  names: readonly string[],
  read: (name: string) => Promise<NpyArray>,
  request: SourceRequest,
): Promise<RawParts> {
  const roles = assignRoles(path, names, request);
  const needed = Object.values(roles).flatMap(({ inputs, target }) =>
    target === undefined ? inputs : [...inputs, target],
  );
  const arrays: Record<string, NamedArrays[string]> = {};
  for (const { array } of needed) {
    const values = await read(array);
    arrays[array] = isTextArray(values) ? values.texts : values;
  }
  return partsOfArrays(path, roles, arrays);
}
