import { FileError } from '../../core/index.ts';

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
