import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../../core/index.ts';
import { sortTexts } from '../classes.ts';
import { readRange, withFile } from './open-file.ts';
import { describeSystemError } from './system-error.ts';

/** Bytes of the largest array that Node 20 can hold; what is larger needs streaming. */
export const maximumArrayBytes = 2 ** 32;

/** A whole file. Throws {@link FileError} where it is absent, unreadable or larger than {@link maximumArrayBytes}. */
export function readFileBytes(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return withFile(path, async (file, sizeBytes) => {
    if (sizeBytes > maximumArrayBytes) {
      throw new FileError(path, `${sizeBytes} bytes, expected at most ${maximumArrayBytes}`, {
        advice: 'Split it into several files',
      });
    }
    return readRange(path, file, 0, sizeBytes);
  });
}

/** What lies in a folder, hidden entries left out: sub-folders and files by name, each in the order of code units. */
export async function listFolder(path: string): Promise<{ folders: string[]; files: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  try {
    const entries = new Map((await readdir(path, { withFileTypes: true })).map((entry) => [entry.name, entry]));
    for (const name of sortTexts(entries.keys())) {
      if (name.startsWith('.')) continue;
      const entry = entries.get(name)!;
      const kind = entry.isSymbolicLink() ? await stat(join(path, name)) : entry;
      if (kind.isDirectory()) folders.push(name);
      else if (kind.isFile()) files.push(name);
    }
  } catch (error) {
    throw describeSystemError(path, error);
  }
  return { folders, files };
}
