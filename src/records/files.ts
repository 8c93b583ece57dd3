import { appendFileSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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
};

function guardWrite(path: string, write: () => void): void {
  try {
    write();
  } catch (error) {
    throw describeWriteError(path, error);
  }
}

function describeWriteError(path: string, error: unknown): FileError {
  const code = codeOf(error) ?? '';
  const message = error instanceof Error ? error.message : String(error);
  return new FileError(path, `cannot be written: ${reasons[code] ?? message}`, { cause: error });
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error ? String(error.code) : undefined;
}

/**
 * Writes a file under a temporary name beside it and renames that, so that a reader, or a kill at any moment, meets
 * either the old contents or the new. Throws {@link FileError} where the system refuses; then nothing is left behind.
 */
export function replaceFile(path: string, contents: string | Uint8Array): void {
  const temporary = `${path}.${process.pid}.tmp`;
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

/** Replaces a file by a value as indented JSON. Throws {@link FileError} as {@link replaceFile} does. */
export function replaceJson(path: string, value: unknown): void {
  replaceFile(path, `${stringifyJson(value, 2)}\n`);
}

/** Appends a value as one whole line of JSON, in a single write. Throws {@link FileError} where the system refuses. */
export function appendJsonLine(path: string, value: unknown): void {
  guardWrite(path, () => appendFileSync(path, `${stringifyJson(value)}\n`));
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
