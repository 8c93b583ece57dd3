import { type FileHandle, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileError } from '../../core/index.ts';
import { sortTexts } from '../classes.ts';

/** Bytes of the largest array that Node 20 can hold; what is larger needs streaming. */
export const maximumArrayBytes = 2 ** 32;

// One read call of Node takes less than 2 GiB.
const bytesPerRead = 2 ** 30;

/** The error for what the operating system said about a path, in words. */
export function describeSystemError(path: string, error: unknown): FileError {
  if (error instanceof FileError) return error;
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  const message =
    code === 'ENOENT'
      ? 'no such file or folder'
      : code === 'EACCES'
        ? 'no permission to read it'
        : code === 'EISDIR'
          ? 'is a folder, expected a file'
          : `cannot be read (${error instanceof Error ? error.message : String(error)})`;
  return new FileError(path, message, { cause: error });
}

/** Opens a file for the time of `use`. Throws {@link FileError} for what the operating system refuses. */
export async function withFile<T>(path: string, use: (file: FileHandle, sizeBytes: number) => Promise<T>): Promise<T> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { size } = await file.stat();
    return await use(file, size);
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? describeSystemError(path, error) : error;
  } finally {
    await file?.close();
  }
}

/** `length` bytes of an open file from `start` on. Throws {@link FileError} where the file is shorter. */
export async function readRange(
  path: string,
  file: FileHandle,
  start: number,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  for (let filled = 0; filled < length; ) {
    const wanted = Math.min(bytesPerRead, length - filled);
    const { bytesRead } = await file.read(bytes, filled, wanted, start + filled);
    if (bytesRead === 0) {
      throw new FileError(path, `the file ends, expected ${length - filled} more bytes`, { offset: start + filled });
    }
    filled += bytesRead;
  }
  return bytes;
}

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
