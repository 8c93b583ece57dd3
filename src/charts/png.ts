/** Pixels as bytes of a PNG file. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Rows from the top: red, green and blue, or one index into the palette. */
  readonly bytes: Uint8Array;
  /** Red, green and blue of at most 256 colours. */
  readonly palette?: Uint8Array | undefined;
}

/**
 * A PNG file (W3C Recommendation, third edition) of 8-bit colours or indices, uncompressed: the pixels of charts are few,
 * and browsers have no compressor that answers at once.
 */
export function encodePng({ width, height, bytes, palette }: Pixels): Uint8Array {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  header.set([8, palette === undefined ? 2 : 3], 8);
  const stride = width * (palette === undefined ? 3 : 1);
  // Each line begins with the number of its filter, 0 for none.
  const lines = new Uint8Array(height * (stride + 1));
  for (let row = 0; row < height; row++) {
    lines.set(bytes.subarray(row * stride, (row + 1) * stride), row * (stride + 1) + 1);
  }
  return joined([
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk('IHDR', header),
    ...(palette === undefined ? [] : [chunk('PLTE', palette)]),
    chunk('IDAT', stored(lines)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

/** Bytes as a `data:` address. */
export function dataUri(type: 'image/png' | 'image/jpeg' | 'image/gif' | 'image/webp', bytes: Uint8Array): string {
  let text = '';
  for (let start = 0; start < bytes.length; start += 8192) {
    text += String.fromCharCode(...bytes.subarray(start, start + 8192));
  }
  return `data:${type};base64,${btoa(text)}`;
}

const largestBlock = 65_535;

/** A zlib stream of stored blocks. */
function stored(bytes: Uint8Array): Uint8Array {
  const blocks: Uint8Array[] = [Uint8Array.of(0x78, 0x01)];
  for (let start = 0; start === 0 || start < bytes.length; start += largestBlock) {
    const block = bytes.subarray(start, start + largestBlock);
    const isLast = start + largestBlock >= bytes.length ? 1 : 0;
    const { length } = block;
    blocks.push(Uint8Array.of(isLast, length & 255, length >> 8, ~length & 255, (~length >> 8) & 255), block);
  }
  let [low, high] = [1, 0];
  for (let i = 0; i < bytes.length; i++) {
    low = (low + bytes[i]!) % 65_521;
    high = (high + low) % 65_521;
  }
  blocks.push(bigEndian(((high << 16) | low) >>> 0));
  return joined(blocks);
}

function chunk(type: string, bytes: Uint8Array): Uint8Array {
  const named = joined([Uint8Array.from(type, (letter) => letter.charCodeAt(0)), bytes]);
  return joined([bigEndian(bytes.length), named, bigEndian(crc32(named))]);
}

function crc32(bytes: Uint8Array): number {
  let sum = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) sum = (sum >>> 8) ^ crcTable[(sum ^ bytes[i]!) & 255]!;
  return (sum ^ 0xffffffff) >>> 0;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, byte) => {
  let rest = byte;
  for (let bit = 0; bit < 8; bit++) rest = (rest >>> 1) ^ (rest & 1 ? 0xedb88320 : 0);
  return rest >>> 0;
});

function bigEndian(value: number): Uint8Array {
  return Uint8Array.of(value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255);
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
