import { maskedCrc32c } from './crc32c.ts';

/**
 * A record is its length (8 bytes, little-endian), a checksum of those, the data, and a checksum of the data.
 *
 * Source: tensorflow/core/lib/io/record_writer.h.
 */
export const headerBytes = 12;
export const footerBytes = 4;
/** Larger records are passed over: nothing that a board shows is of that size, and memory is bounded by it. */
export const mostRecordBytes = 256 * 1024 * 1024;

/** Fills in header and footer around the data of a record that begins at `begin` and whose data end at `end`. */
export function sealRecord(bytes: Uint8Array, view: DataView, begin: number, end: number): void {
  const length = end - begin - headerBytes;
  view.setUint32(begin, length, true);
  view.setUint32(begin + 4, 0, true);
  view.setUint32(begin + 8, lengthChecksum(bytes, begin, length), true);
  view.setUint32(end, maskedCrc32c(bytes, begin + headerBytes, end), true);
}

/** Length of the data of the record at `begin`; undefined where the header's checksum says that it is damaged. */
export function recordLength(bytes: Uint8Array, view: DataView, begin: number): number | undefined {
  const high = view.getUint32(begin + 4, true);
  // No file is as long as that.
  if (high > 0x1fffff) return undefined;
  const length = high * 0x1_0000_0000 + view.getUint32(begin, true);
  return view.getUint32(begin + 8, true) === lengthChecksum(bytes, begin, length) ? length : undefined;
}

/** Whether the data of a record of `length` bytes at `begin` are what was written. */
export const isIntact = (bytes: Uint8Array, view: DataView, begin: number, length: number): boolean =>
  view.getUint32(begin + headerBytes + length, true) ===
  maskedCrc32c(bytes, begin + headerBytes, begin + headerBytes + length);

/** Most records are short, and of few lengths. 0 stands for one that is not known yet. */
const knownChecksums = new Uint32Array(1024);

function lengthChecksum(bytes: Uint8Array, begin: number, length: number): number {
  if (length >= knownChecksums.length) return maskedCrc32c(bytes, begin, begin + 8);
  const known = knownChecksums[length]!;
  if (known !== 0) return known;
  const checksum = maskedCrc32c(bytes, begin, begin + 8);
  knownChecksums[length] = checksum;
  return checksum;
}
