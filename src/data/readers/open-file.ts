import { type FileHandle, open } from 'node:fs/promises';
import { FileError } from '../../core/index.ts';
import { describeSystemError } from './system-error.ts';

// One read call of Node takes less than 2 GiB.
const bytesPerRead = 2 ** 30;

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
