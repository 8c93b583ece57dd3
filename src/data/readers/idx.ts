import { createReadStream } from 'node:fs';
import { bytesPerElement, type DataType, FileError, type Tensor, viewBytes } from '../../core/index.ts';
import type { StoredArray } from '../stored-array.ts';
import { swapByteOrder } from './byte-order.ts';
import { readFileBytes } from './files.ts';
import { checkDeclaredSize, inflate, inflateChunkBytes } from './inflate.ts';
import { readRange, withFile } from './open-file.ts';

const dataTypes = new Map<number, DataType>([
  [0x08, 'uint8'],
  [0x09, 'int8'],
  [0x0b, 'int16'],
  [0x0c, 'int32'],
  [0x0d, 'float32'],
  [0x0e, 'float64'],
]);

/** Reads an IDX file, plain or gzipped, as MNIST comes in. Throws {@link FileError} where it is absent or damaged. */
export async function readIdx(path: string): Promise<Tensor> {
  const head = await withFile(path, (file, sizeBytes) => readRange(path, file, 0, Math.min(2, sizeBytes)));
  const isGzip = head[0] === 0x1f && head[1] === 0x8b;
  return parseIdx(path, isGzip ? await readGzip(path) : await readFileBytes(path));
}

/** Where the elements of a plain IDX file lie; `undefined` for a gzipped one. Throws {@link FileError} as {@link readIdx} does. */
export function locateIdx(path: string): Promise<StoredArray | undefined> {
  return withFile(path, async (file, sizeBytes) => {
    const head = await readRange(path, file, 0, Math.min(4 + 4 * 255, sizeBytes));
    if (head[0] === 0x1f && head[1] === 0x8b) return undefined;
    const { dtype, shape, dataOffset } = outlineIdx(path, head, sizeBytes);
    return { dtype, shape, path, offset: dataOffset, bigEndian: true };
  });
}

/** Unpacks a gzip file of one member. Its trailer holds the unpacked size (RFC 1952, section 2.3.1). */
async function readGzip(path: string): Promise<Uint8Array<ArrayBuffer>> {
  const { declared, sizeBytes } = await withFile(path, async (file, sizeBytes) => {
    if (sizeBytes < 18) throw new FileError(path, `${sizeBytes} bytes are no gzip file`, { advice: 'It is cut short' });
    const trailer = await readRange(path, file, sizeBytes - 4, 4);
    return { declared: new DataView(trailer.buffer).getUint32(0, true), sizeBytes };
  });
  checkDeclaredSize(path, 'the gzip data', sizeBytes, declared);
  const compressed = createReadStream(path, { highWaterMark: inflateChunkBytes });
  return inflate(path, 'the gzip data', compressed, 'gzip', declared);
}

/**
 * Parses the bytes of an IDX file: two zero bytes, the element type, the number of axes, their lengths as big-endian
 * 32-bit integers, then the elements, big-endian and in C order. The elements are turned to the machine's byte order in
 * place, and shared with `bytes` where they are aligned. Throws {@link FileError}. Source: Y. LeCun, "The MNIST database", file formats.
 */
export function parseIdx(path: string, bytes: Uint8Array<ArrayBuffer>): Tensor {
  const { dtype, shape, dataOffset } = outlineIdx(path, bytes, bytes.length);
  const itemBytes = bytesPerElement(dtype);
  const data = bytes.subarray(dataOffset);
  swapByteOrder(data, itemBytes);
  const aligned = data.byteOffset % itemBytes === 0 ? data : data.slice();
  return { dtype, shape, data: viewBytes(dtype, aligned.buffer, aligned.byteOffset, data.length / itemBytes) };
}

/** Reads the header and checks that it fits the size of the file. */
function outlineIdx(path: string, bytes: Uint8Array, sizeBytes: number) {
  const dtype = dataTypes.get(bytes[2] ?? 0);
  const rank = bytes[3] ?? 0;
  const dataOffset = 4 + 4 * rank;
  if (bytes[0] !== 0 || bytes[1] !== 0 || dtype === undefined || rank === 0 || bytes.length < dataOffset) {
    throw new FileError(path, 'does not begin like an IDX file', {
      advice: 'It is damaged, cut short or of another format',
    });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = bytesPerElement(dtype) * shape.reduce((product, length) => product * length, 1);
  if (expected !== sizeBytes - dataOffset) {
    throw new FileError(
      path,
      `${sizeBytes - dataOffset} bytes of data, expected ${expected} for shape [${shape.join(', ')}] of ${dtype}`,
      { offset: dataOffset, advice: 'The file is cut short or damaged' },
    );
  }
  return { dtype, shape, dataOffset };
}
