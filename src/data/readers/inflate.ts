import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createInflateRaw } from 'node:zlib';
import { FileError } from '../../core/index.ts';
import { maximumArrayBytes } from './files.ts';
import { describeSystemError } from './system-error.ts';

/** Bytes that a chunk of compressed input and of output takes; larger chunks gain nothing. */
export const inflateChunkBytes = 2 ** 18;

// Deflate cannot expand a byte to more than 1 032; what declares more lies.
const maximumDeflateRatio = 1032;
// Data that unpacks to more than this, and to more than the ratio below, is taken for a zip bomb.
const suspiciousBytes = 2 ** 30;
const suspiciousRatio = 100;

/** True where so few bytes unpack to so many that only a zip bomb does. */
export function isZipBomb(compressedBytes: number, declaredBytes: number): boolean {
  return declaredBytes > suspiciousBytes && declaredBytes > suspiciousRatio * compressedBytes;
}

/**
 * Refuses sizes that a compressed file cannot have, or that only a zip bomb has, before anything is allocated.
 * Throws {@link FileError} naming `what`.
 */
export function checkDeclaredSize(path: string, what: string, compressedBytes: number, declaredBytes: number): void {
  if (declaredBytes > maximumArrayBytes) {
    throw new FileError(path, `${what} unpacks to ${declaredBytes} bytes, expected at most ${maximumArrayBytes}`, {
      advice: 'Split it into several files',
    });
  }
  if (isZipBomb(compressedBytes, declaredBytes)) {
    throw new FileError(
      path,
      `${what} takes ${compressedBytes} bytes and unpacks to ${declaredBytes}: refused as a zip bomb`,
      { advice: 'If the data is yours, save it uncompressed' },
    );
  }
  if (declaredBytes > maximumDeflateRatio * compressedBytes) {
    throw new FileError(
      path,
      `${what} declares ${declaredBytes} bytes, more than its ${compressedBytes} compressed bytes can hold`,
      { advice: 'The file is damaged' },
    );
  }
}

/**
 * Unpacks a stream of compressed bytes into exactly `declaredBytes`; no more is ever written. Check the size with
 * {@link checkDeclaredSize} first. Throws {@link FileError} where the data is damaged, or shorter or longer than declared.
 */
export async function inflate(
  path: string,
  what: string,
  compressed: Readable,
  format: 'deflate' | 'gzip',
  declaredBytes: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(declaredBytes);
  const options = { chunkSize: inflateChunkBytes };
  const inflater = format === 'gzip' ? createGunzip(options) : createInflateRaw(options);
  let filled = 0;
  let isTooLong = false;
  try {
    await pipeline(compressed, inflater, async (chunks: AsyncIterable<Uint8Array>) => {
      for await (const chunk of chunks) {
        isTooLong = filled + chunk.length > declaredBytes;
        if (isTooLong) break;
        bytes.set(chunk, filled);
        filled += chunk.length;
      }
    });
  } catch (error) {
    if (isTooLong) throw tooLong(path, what, declaredBytes); // Leaving the loop early aborts the stream.
    if (error instanceof Error && 'syscall' in error) throw describeSystemError(path, error);
    const said = error instanceof Error ? error.message : String(error);
    throw new FileError(path, `${what} cannot be unpacked (${said})`, {
      advice: 'The file is damaged or cut short',
      cause: error,
    });
  }
  if (isTooLong) throw tooLong(path, what, declaredBytes);
  if (filled !== declaredBytes) {
    throw new FileError(path, `${what} unpacks to ${filled} bytes, expected the ${declaredBytes} it declares`, {
      advice: 'The file is damaged or cut short',
    });
  }
  return bytes;
}

function tooLong(path: string, what: string, declaredBytes: number): FileError {
  return new FileError(path, `${what} unpacks to more than the ${declaredBytes} bytes it declares`, {
    advice: 'The file is damaged',
  });
}
