import { crc32 } from 'node:zlib';
import { FileError, type Tensor } from '../core/index.ts';
import { readFileBytes } from '../data/index.ts';
import { replaceFileInPieces, stringifyJson } from './files.ts';
import { replaceFileInThread } from './replace-in-thread.ts';
import { readSafetensors, safetensorsParts } from './safetensors.ts';

/** Raised when files are written that an earlier netwright would take wrong. */
const formatVersion = 1;
const metadataKey = 'netwright.checkpoint';
/** Bytes sort last in a safetensors file: this one ends it. CRC-32 of everything before, little-endian. */
const checksumName = 'checksum';
const checksumBytes = 4;
/** From here on a thread of its own writes the file; one takes longer to start than less takes to be written. */
const leastBytesForThread = 4 << 20;

/** What a checkpoint's file holds. */
export interface CheckpointContents {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Everything that is no tensor, as plain data; numbers that are not finite stand as texts. */
  readonly state: unknown;
}

/**
 * Writes a checkpoint as a safetensors file, while the program goes on; a large one in a thread of its own, so that it does
 * not wait for the program, which copies what does not lie in shared memory for that. Its tensors must not change until that is done.
 *
 * @throws FileError where the system refuses; then nothing is left behind and an older file of that name stays
 */
export async function writeCheckpointFile(path: string, { tensors, state }: CheckpointContents): Promise<void> {
  const checksum = new Uint8Array(checksumBytes);
  const text = stringifyJson({ version: formatVersion, state });
  const parts = safetensorsParts(
    new Map([...tensors, [checksumName, { dtype: 'uint8', shape: [checksumBytes], data: checksum } satisfies Tensor]]),
    new Map([[metadataKey, text]]),
  );
  if (parts.reduce((total, part) => total + part.length, 0) >= leastBytesForThread) {
    // Without the checksum, which the thread computes.
    return replaceFileInThread(path, parts.slice(0, -1));
  }
  let sum = 0;
  await replaceFileInPieces(path, parts, (piece) => {
    // The last piece is the checksum itself, which is known by now.
    new DataView(checksum.buffer).setUint32(0, sum, true);
    sum = crc32(piece, sum);
  });
}

/**
 * Reads a checkpoint's file and proves it whole.
 *
 * @throws FileError where it is absent, cut short, damaged, no checkpoint, or of a newer version of netwright
 */
export async function readCheckpointFile(path: string): Promise<CheckpointContents> {
  const bytes = await readFileBytes(path);
  const { tensors, metadata } = readSafetensors(bytes, path);
  const text = metadata.get(metadataKey);
  const checksum = tensors.get(checksumName);
  if (text === undefined || checksum?.data.byteLength !== checksumBytes) {
    throw new FileError(path, 'is a safetensors file, but no checkpoint of netwright');
  }
  const stored = new DataView(checksum.data.buffer, checksum.data.byteOffset).getUint32(0, true);
  if (stored !== crc32(bytes.subarray(0, bytes.length - checksumBytes))) {
    throw new FileError(path, 'is damaged: its checksum does not fit its contents');
  }
  const { version, state } = JSON.parse(text) as { version: number; state: unknown };
  if (version > formatVersion) {
    throw new FileError(path, `is a checkpoint of version ${version}, this netwright reads ${formatVersion}`, {
      advice: 'Update netwright',
    });
  }
  const contents = new Map(tensors);
  contents.delete(checksumName);
  return { tensors: contents, state };
}
