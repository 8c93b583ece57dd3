/** Remainders of every byte followed by 0 to 7 zero bytes, 256 numbers each: eight bytes are taken at a time. */
const tables = makeTables();

function makeTables(): Uint32Array {
  const made = new Uint32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let remainder = byte;
    // The Castagnoli polynomial, lowest power first.
    for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0x82f63b78 : 0);
    made[byte] = remainder;
  }
  for (let i = 256; i < made.length; i++) made[i] = (made[i - 256]! >>> 8) ^ made[made[i - 256]! & 255]!;
  return made;
}

/** CRC-32C (Castagnoli; RFC 3720, appendix B.4) of the bytes from `begin` up to `end`: an unsigned 32-bit number. */
export function crc32c(bytes: Uint8Array, begin = 0, end = bytes.length): number {
  let crc = -1;
  let i = begin;
  for (; i + 8 <= end; i += 8) {
    const low = crc ^ (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24));
    crc =
      tables[1792 + (low & 255)]! ^
      tables[1536 + ((low >>> 8) & 255)]! ^
      tables[1280 + ((low >>> 16) & 255)]! ^
      tables[1024 + (low >>> 24)]! ^
      tables[768 + bytes[i + 4]!]! ^
      tables[512 + bytes[i + 5]!]! ^
      tables[256 + bytes[i + 6]!]! ^
      tables[bytes[i + 7]!]!;
  }
  for (; i < end; i++) crc = (crc >>> 8) ^ tables[(crc ^ bytes[i]!) & 255]!;
  return ~crc >>> 0;
}

/** {@link crc32c} as record files store it: turned and offset, so that a checksum of checksums stays one. */
export function maskedCrc32c(bytes: Uint8Array, begin = 0, end = bytes.length): number {
  const crc = crc32c(bytes, begin, end);
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}
