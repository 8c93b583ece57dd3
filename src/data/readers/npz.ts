import { type NpyArray, parseNpy } from './npy.ts';
import { ZipArchive } from './zip.ts';

/** A NumPy `.npz` archive: arrays by name, each read when it is asked for. */
interface NpzArchive {
  /** Names of the arrays, as they were given to `numpy.savez`. */
  readonly names: readonly string[];
  /** Reads one array. Throws `FileError` where it is absent, damaged or of a type that is not read. */
  read(name: string): Promise<NpyArray>;
}

/** Opens a `.npz` archive. Entries that are no arrays are passed over. Throws `FileError` where it is not sound. */
export async function openNpz(path: string): Promise<NpzArchive> {
  const archive = await ZipArchive.open(path);
  const names = [...archive.entries.keys()].filter((name) => name.endsWith('.npy')).map((name) => name.slice(0, -4));
  return {
    names,
    read: async (name) => parseNpy(`${path}: array '${name}'`, await archive.read(`${name}.npy`)),
  };
}
