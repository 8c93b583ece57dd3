import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { FileError } from '../core/index.ts';

/** What the operating system says when it refuses to write, in words. */
const reasons: Readonly<Record<string, string>> = {
  EACCES: 'no permission to write it',
  EPERM: 'no permission to write it',
  EROFS: 'the file system is read-only',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'a part of the path is no folder',
  EEXIST: 'a file of that name is in the way',
  EISDIR: 'a folder of that name is in the way',
  ENOSPC: 'no space is left on the device',
  EFBIG: 'it would be larger than allowed',
  EDQUOT: 'no space is left of what is allowed',
};

/** Throws {@link FileError} where the system refuses to write. */
export function guardWrite(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw describeWriteError(path, error);
  }
}

/** What the system said when it refused to write a file. */
export function describeWriteError(path: string, error: unknown): FileError {
  const code = codeOf(error) ?? '';
  const message = error instanceof Error ? error.message : String(error);
  return new FileError(path, `cannot be written: ${reasons[code] ?? message}`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/** The name that a file has until it is whole. */
export const temporaryName = (path: string): string => `${path}.${process.pid}.tmp`;

/**
 * Writes a file under a temporary name beside it and renames that, so that a reader, or a kill at any moment, meets
 * either the old contents or the new. Throws {@link FileError} where the system refuses; then nothing is left behind.
 */
export function replaceFile(path: string, contents: string | Uint8Array): void {
  const temporary = temporaryName(path);
  guardWrite(path, () => {
    try {
      writeFileSync(temporary, contents);
      renameSync(temporary, path);
    } catch (error) {
      rmSync(temporary, { force: true });
      throw error;
    }
  });
}

/** So much is written at a time, and hashed before. */
const pieceBytes = 1 << 20;

/**
 * Replaces a file as {@link replaceFile} does, while the program goes on, and has it on the disk before it takes the name.
 *
 * @param onPiece sees each piece before it is written
 */
export async function replaceFileInPieces(
  path: string,
  parts: Iterable<Uint8Array>,
  onPiece: (piece: Uint8Array) => void = () => {},
): Promise<void> {
  const temporary = temporaryName(path);
  try {
    const file = await open(temporary, 'w');
    try {
      for (const part of parts) {
        for (let begin = 0; begin < part.length; begin += pieceBytes) {
          const piece = part.subarray(begin, begin + pieceBytes);
          onPiece(piece);
          await file.writeFile(piece);
        }
      }
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw describeWriteError(path, error);
  }
}

/** Replaces a file by a value as indented JSON. Throws {@link FileError} as {@link replaceFile} does. */
export function replaceJson(path: string, value: unknown): void {
  replaceFile(path, `${stringifyJson(value, 2)}\n`);
}

/** Makes a folder, with those above it; false where it exists already. Throws {@link FileError} where that fails. */
export function makeFolder(parent: string, path: string): boolean {
  guardWrite(parent, () => mkdirSync(parent, { recursive: true }));
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false;
    throw describeWriteError(path, error);
  }
}

/** JSON in which numbers that are not finite stand as `"NaN"`, `"Infinity"` and `"-Infinity"`: never hidden as `null`. */
export function stringifyJson(value: unknown, indent?: number): string {
  const visible = (_key: string, part: unknown) =>
    typeof part === 'number' && !Number.isFinite(part) ? String(part) : part;
  return JSON.stringify(value, visible, indent);
}
