import { elementCount, UsageError } from '../../core/index.ts';
import type { RawParts } from '../assemble.ts';
import { assignRoles, type PartArrays, partsOfArrays } from '../named-arrays.ts';
import { isTextArray, type NpyArray } from '../readers/npy.ts';
import { openNpz } from '../readers/npz.ts';
import type { StoredArray } from '../stored-array.ts';
import type { Source, SourceRequest } from './source.ts';

/** NumPy archives of named arrays. */
export const npzSource: Source = {
  reads: '.npz',
  accepts: ({ kind, name }) => kind === 'file' && /\.npz$/i.test(name),
  read: async ({ path }, request) => readNamedArrays(path, await openNpz(path), request),
};

/** Arrays by name, in an archive or a folder. */
export interface ArrayFiles {
  readonly names: readonly string[];
  read(name: string): Promise<NpyArray>;
  sizeBytes(name: string): number;
  locate(name: string): Promise<StoredArray | undefined>;
}

/** Reads those of some named arrays that have a role; where they are to be streamed, all but targets of one value a sample stay. */
export async function readNamedArrays(path: string, files: ArrayFiles, request: SourceRequest): Promise<RawParts> {
  const roles = assignRoles(path, files.names, request);
  const inputs = Object.values(roles).flatMap((part) => part.inputs);
  const targets = Object.values(roles).flatMap((part) => (part.target === undefined ? [] : [part.target]));
  const needed = [...inputs, ...targets];
  const stays = request.streaming.wants(needed.reduce((sum, { array }) => sum + files.sizeBytes(array), 0));
  const arrays: Record<string, PartArrays[string]> = {};
  for (const role of needed) {
    const { array } = role;
    const stored = stays ? await files.locate(array) : undefined;
    const isSmall = stored !== undefined && targets.includes(role) && elementCount(stored.shape.slice(1)) === 1;
    if (stays && stored === undefined && request.streaming.isForced && inputs.includes(role)) {
      throw new UsageError(`${path}: array '${array}' is compressed or in Fortran order, so it cannot be streamed`, {
        advice: 'Save it with numpy.savez (not savez_compressed) after numpy.ascontiguousarray',
      });
    }
    if (stored !== undefined && !isSmall) {
      arrays[array] = stored;
      continue;
    }
    const values = await files.read(array);
    arrays[array] = isTextArray(values) ? values.texts : values;
  }
  return partsOfArrays(path, roles, arrays);
}
