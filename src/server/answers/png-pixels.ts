import { inflateSync } from 'node:zlib';

/** The numbers stored in a PNG file. */
export interface PngPixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey with alpha, 3 colours, 4 with alpha. */
  readonly channels: number;
  readonly bitDepth: number;
  /** Row by row from the top. */
  readonly samples: Uint8Array | Uint16Array;
}

/** Channels by the colour type of the header. */
const channelsOf: Readonly<Record<number, number>> = { 0: 1, 2: 3, 4: 2, 6: 4 };
const mostPixels = 64 * 1024 * 1024;

/**
 * The numbers of a PNG file with 8 or 16 bits a sample; undefined for palettes, other depths, interlaced and damaged files.
 *
 * Source: Portable Network Graphics (PNG) Specification, third edition, sections 5, 9 and 11.
 */
export function readPngPixels(bytes: Uint8Array): PngPixels | undefined {
  try {
    return readPixels(bytes);
  } catch {
    return undefined;
  }
}

function readPixels(bytes: Uint8Array): PngPixels | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const [width, height] = [view.getUint32(16), view.getUint32(20)];
  const [bitDepth, colorType, interlace] = [view.getUint8(24), view.getUint8(25), view.getUint8(28)];
  const channels = channelsOf[colorType];
  if (channels === undefined || (bitDepth !== 8 && bitDepth !== 16) || interlace !== 0) return undefined;
  if (width * height > mostPixels) return undefined;
  const pieces: Uint8Array[] = [];
  for (let at = 8; at + 12 <= bytes.length; ) {
    const length = view.getUint32(at);
    // 'IDAT'
    if (view.getUint32(at + 4) === 0x49444154) pieces.push(bytes.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  const pixelBytes = (channels * bitDepth) / 8;
  const rowBytes = width * pixelBytes;
  const filtered = inflateSync(Buffer.concat(pieces), { maxOutputLength: (rowBytes + 1) * height });
  if (filtered.length !== (rowBytes + 1) * height) return undefined;
  const rows = unfilter(filtered, rowBytes, height, pixelBytes);
  if (bitDepth === 8) return { width, height, channels, bitDepth, samples: rows };
  const samples = new Uint16Array(rows.length / 2);
  for (let i = 0; i < samples.length; i++) samples[i] = (rows[2 * i]! << 8) | rows[2 * i + 1]!;
  return { width, height, channels, bitDepth, samples };
}

/** Takes off the prediction of each row from the bytes to the left, above, and above the left. */
function unfilter(filtered: Uint8Array, rowBytes: number, height: number, pixelBytes: number): Uint8Array {
  const rows = new Uint8Array(rowBytes * height);
  for (let row = 0; row < height; row++) {
    const filter = filtered[row * (rowBytes + 1)]!;
    if (filter > 4) throw new RangeError(`filter ${filter}`);
    for (let i = 0; i < rowBytes; i++) {
      const at = row * rowBytes + i;
      const left = i < pixelBytes ? 0 : rows[at - pixelBytes]!;
      const above = row === 0 ? 0 : rows[at - rowBytes]!;
      const corner = row === 0 || i < pixelBytes ? 0 : rows[at - rowBytes - pixelBytes]!;
      rows[at] = filtered[row * (rowBytes + 1) + 1 + i]! + predict(filter, left, above, corner);
    }
  }
  return rows;
}

function predict(filter: number, left: number, above: number, corner: number): number {
  if (filter === 1) return left;
  if (filter === 2) return above;
  if (filter === 3) return (left + above) >> 1;
  if (filter === 0) return 0;
  const estimate = left + above - corner;
  const [toLeft, toAbove, toCorner] = [
    Math.abs(estimate - left),
    Math.abs(estimate - above),
    Math.abs(estimate - corner),
  ];
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}
