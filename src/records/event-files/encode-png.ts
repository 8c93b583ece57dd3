import { crc32, deflateSync } from 'node:zlib';
import { ShapeError } from '../../core/index.ts';

/** A picture of 8 bits a channel: rows from the top, pixels from the left, channels together. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 1 grey, 2 grey and opacity, 3 red, green, blue, 4 with opacity. */
  readonly channels: 1 | 2 | 3 | 4;
  readonly data: Uint8Array;
}

const signature = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
const colourTypes = { 1: 0, 2: 4, 3: 2, 4: 6 } as const;

/**
 * A picture as a PNG file, losslessly, its pixels as they are.
 *
 * @param texts by keywords of at most 79 Latin characters, stored beside the pixels
 * @throws ShapeError where the pixels are not as many as width, height and channels say
 */
export function encodePng(
  { width, height, channels, data }: Pixels,
  texts: Readonly<Record<string, string>> = {},
): Uint8Array {
  const rowBytes = width * channels;
  if (width < 1 || height < 1 || data.length !== rowBytes * height) {
    throw new ShapeError(`a picture of ${width} × ${height} × ${channels} has ${data.length} numbers`);
  }
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let y = 0; y < height; y++) rows.set(data.subarray(y * rowBytes, (y + 1) * rowBytes), y * (rowBytes + 1) + 1);
  const head = new Uint8Array(13);
  const view = new DataView(head.buffer);
  view.setUint32(0, width);
  view.setUint32(4, height);
  head.set([8, colourTypes[channels]], 8);
  return Buffer.concat([
    signature,
    chunk('IHDR', head),
    ...Object.entries(texts).map(([keyword, text]) => chunk('tEXt', Buffer.from(`${keyword}\0${text}`, 'latin1'))),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', new Uint8Array(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = Buffer.alloc(12 + data.length);
  bytes.writeUInt32BE(data.length, 0);
  bytes.write(type, 4, 'latin1');
  bytes.set(data, 8);
  bytes.writeUInt32BE(crc32(bytes.subarray(4, 8 + data.length)), 8 + data.length);
  return bytes;
}

/** The texts of a PNG file by their keywords; nothing where it is no PNG file. */
export function readPngTexts(bytes: Uint8Array): Map<string, string> {
  const texts = new Map<string, string>();
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!signature.every((byte, i) => buffer[i] === byte)) return texts;
  for (let at = signature.length; at + 12 <= buffer.length; ) {
    const length = buffer.readUInt32BE(at);
    const type = buffer.toString('latin1', at + 4, at + 8);
    if (type === 'tEXt' && at + 12 + length <= buffer.length) {
      const [keyword = '', text = ''] = buffer.toString('latin1', at + 8, at + 8 + length).split('\0');
      texts.set(keyword, text);
    }
    at += 12 + length;
  }
  return texts;
}
