import type { StoredArray } from '../stored-array.ts';
import { locateNpy, type NpyArray, npyHeadBytes, parseNpy } from './npy.ts';
import { readRange, withFile } from './open-file.ts';
import { ZipArchive } from './zip.ts';

/** A NumPy `.npz` archive: arrays by name, each read when it is asked for. */
interface NpzArchive {
  /** Names of the arrays, as they were given to `numpy.savez`. */
  readonly names: readonly string[];
  /** Reads one array. Throws `FileError` where it is absent, damaged or of a type that is not read. */
  read(name: string): Promise<NpyArray>;
  /** Bytes that an array takes in memory. */
  sizeBytes(name: string): number;
  /** Where an array lies, to be read by position; `undefined` where it is compressed, texts, or in Fortran order. */
  locate(name: string): Promise<StoredArray | undefined>;
}

/** Opens a `.npz` archive. Entries that are no arrays are passed over. Throws `FileError` where it is not sound. */
export async function openNpz(path: string): Promise<NpzArchive> {
  const archive = await ZipArchive.open(path);
  const names = [...archive.entries.keys()].filter((name) => name.endsWith('.npy')).map((name) => name.slice(0, -4));
  return {
    names,
    sizeBytes: (name) => archive.entries.get(`${name}.npy`)?.uncompressedBytes ?? 0,
    locate: async (name) => {
      const place = await archive.locate(`${name}.npy`);
      return place && locateNpyAt(`${path}: array '${name}'`, { path, ...place });
    },
    read: async (name) => parseNpy(`${path}: array '${name}'`, await archive.read(`${name}.npy`)),
  };
}

/** Where the numbers of a `.npy` file lie, which is a file or part of one; `undefined` where they are not read by position. */
export async function locateNpyAt(
  where: string,
  place: { readonly path: string; readonly start: number; readonly sizeBytes: number },
): Promise<StoredArray | undefined> {
  const { path, start, sizeBytes } = place;
  const head = await withFile(path, (file) => readRange(path, file, start, Math.min(sizeBytes, npyHeadBytes)));
  return locateNpy(where, head, place);
}
