import {
  bytesPerElement,
  type ConcreteShape,
  type DataType,
  FileError,
  type Tensor,
  viewBytes,
} from '../../core/index.ts';
import type { StoredArray } from '../stored-array.ts';
import { swapByteOrder } from './byte-order.ts';

/** An array of texts, row after row. */
interface TextArray {
  readonly shape: ConcreteShape;
  readonly texts: readonly string[];
}

/** What a `.npy` file holds. */
export type NpyArray = Tensor | TextArray;

/** True for an array of texts. */
export function isTextArray(array: NpyArray): array is TextArray {
  return 'texts' in array;
}

const dataTypes: Readonly<Record<string, DataType>> = {
  b1: 'bool',
  i1: 'int8',
  u1: 'uint8',
  i2: 'int16',
  u2: 'uint16',
  i4: 'int32',
  u4: 'uint32',
  i8: 'int64',
  u8: 'uint64',
  f2: 'float16',
  f4: 'float32',
  f8: 'float64',
};

// numpy itself refuses headers beyond 10 000 bytes.
const maximumHeaderBytes = 2 ** 16;
const maximumRank = 64;

/**
 * Reads a NumPy `.npy` file of version 1, 2 or 3: booleans, integers, floats of 2, 4 or 8 bytes and texts, in either byte
 * order, C or Fortran order. The result is in C order and the machine's (little-endian) byte order; where nothing had to
 * be turned round it shares `bytes`, otherwise `bytes` may be overwritten. `where` names the array in messages. Pickled
 * objects are refused, since reading them can run code. Throws {@link FileError}. Source: numpy.lib.format.
 */
export function parseNpy(where: string, bytes: Uint8Array<ArrayBuffer>): NpyArray {
  const { header, dtype, letter, itemBytes, bigEndian, count } = outlineNpy(where, bytes, bytes.length);
  const data = bytes.subarray(header.dataOffset);
  if (bigEndian) swapByteOrder(data, letter === 'U' ? 4 : letter === 'S' ? 1 : itemBytes);
  if (dtype === undefined) return decodeTexts(data, header, count, itemBytes, letter === 'U');
  const ordered = header.fortranOrder && header.shape.length > 1 ? toCOrder(data, header.shape, itemBytes) : data;
  const aligned = ordered.byteOffset % itemBytes === 0 ? ordered : ordered.slice();
  return { dtype, shape: header.shape, data: viewBytes(dtype, aligned.buffer, aligned.byteOffset, count) };
}

/** Bytes at the beginning of a `.npy` file that hold any header. */
export const npyHeadBytes = maximumHeaderBytes + 12;

/**
 * Where the numbers of a `.npy` file lie, from its first bytes; `undefined` for texts and for Fortran order, which are not
 * read by position. Throws {@link FileError} as {@link parseNpy} does.
 *
 * @param head the first {@link npyHeadBytes} bytes, or all
 * @param start position of the `.npy` file in the file at `path`
 */
export function locateNpy(
  where: string,
  head: Uint8Array,
  { path, start, sizeBytes }: { readonly path: string; readonly start: number; readonly sizeBytes: number },
): StoredArray | undefined {
  const { header, dtype, bigEndian } = outlineNpy(where, head, sizeBytes);
  if (dtype === undefined || (header.fortranOrder && header.shape.length > 1)) return undefined;
  return { dtype, shape: header.shape, path, offset: start + header.dataOffset, bigEndian };
}

interface NpyOutline {
  readonly header: NpyHeader;
  /** `undefined` for texts. */
  readonly dtype: DataType | undefined;
  readonly letter: string;
  readonly itemBytes: number;
  readonly bigEndian: boolean;
  readonly count: number;
}

/** Reads the header and checks that it fits the size of the file. */
function outlineNpy(where: string, bytes: Uint8Array, sizeBytes: number): NpyOutline {
  const header = parseHeader(where, bytes);
  const [, order, kind, sizeText] = /^([<>|=])([a-zA-Z])(\d*)/.exec(header.descr) ?? [];
  const letter = kind ?? header.descr;
  const count = header.shape.reduce((product, length) => product * length, 1);
  const isText = letter === 'U' || letter === 'S';
  const dtype = dataTypes[`${letter}${sizeText}`];
  if (!isText && dtype === undefined) throw unreadableType(where, letter, header.descr);
  const itemBytes = dtype === undefined ? Number(sizeText) * (letter === 'U' ? 4 : 1) : bytesPerElement(dtype);
  const available = sizeBytes - header.dataOffset;
  if (itemBytes === 0) throw new FileError(where, `elements of type '${header.descr}' have no size: expected numbers`);
  if (count * itemBytes !== available) {
    throw new FileError(
      where,
      `${available} bytes of data, expected ${count * itemBytes} for shape [${header.shape.join(', ')}] of ${header.descr}`,
      { offset: header.dataOffset, advice: 'The file is cut short or damaged' },
    );
  }
  return { header, dtype, letter, itemBytes, bigEndian: order === '>', count };
}

interface NpyHeader {
  readonly descr: string;
  readonly fortranOrder: boolean;
  readonly shape: ConcreteShape;
  readonly dataOffset: number;
}

function parseHeader(where: string, bytes: Uint8Array): NpyHeader {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw new FileError(where, 'does not begin like a .npy file', {
      advice: 'Write it with numpy.save or numpy.savez',
    });
  }
  const version = bytes[6]!;
  if (version < 1 || version > 3) throw new FileError(where, `.npy version ${version}: expected 1, 2 or 3`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const textStart = version === 1 ? 10 : 12;
  const textBytes = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  const dataOffset = textStart + textBytes;
  if (textBytes > maximumHeaderBytes || dataOffset > bytes.length) {
    throw new FileError(where, `a header of ${textBytes} bytes does not fit`, {
      advice: 'The file is damaged or cut short',
    });
  }
  const text = new TextDecoder().decode(bytes.subarray(textStart, dataOffset));
  const descr = /['"]descr['"]\s*:\s*(?:['"]([^'"]*)['"]|(\[))/.exec(text);
  const order = /['"]fortran_order['"]\s*:\s*(True|False)/.exec(text);
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,L]*)\)/.exec(text);
  if (descr === null || order === null || shape === null) {
    throw new FileError(where, 'the .npy header lacks descr, fortran_order or shape', {
      advice: 'The file is damaged',
    });
  }
  const lengths = (shape[1]!.match(/\d+/g) ?? []).map(Number);
  if (lengths.length > maximumRank || !lengths.every(Number.isSafeInteger)) {
    throw new FileError(where, `shape (${shape[1]!.slice(0, 80)}) is not possible`, { advice: 'The file is damaged' });
  }
  return { descr: descr[1] ?? '[', fortranOrder: order[1] === 'True', shape: lengths, dataOffset };
}

function unreadableType(where: string, letter: string, descr: string): FileError {
  if (letter === 'O') {
    return new FileError(where, 'holds pickled Python objects, which are refused: unpickling can run any code', {
      advice: 'Convert the array to numbers or texts before saving it, such as with array.astype(numpy.float32)',
    });
  }
  const kinds: Readonly<Record<string, string>> = {
    '[': 'records of several fields',
    V: 'raw bytes of unknown meaning',
    c: 'complex numbers',
    M: 'dates',
    m: 'durations',
  };
  const kind = kinds[letter];
  return new FileError(where, `holds ${kind === undefined ? `elements of type '${descr}'` : kind}, expected numbers`, {
    advice: 'Convert the array to float32 before saving it',
  });
}

/** Copies items from Fortran order, where the first axis runs fastest, to C order, where the last one does. */
function toCOrder(data: Uint8Array<ArrayBuffer>, shape: ConcreteShape, itemBytes: number): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(data.length);
  const strides: number[] = [];
  let stride = itemBytes;
  for (const length of shape) {
    strides.push(stride);
    stride *= length;
  }
  const position = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to += itemBytes) {
    for (let i = 0; i < itemBytes; i++) result[to + i] = data[from + i]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++position[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      position[axis] = 0;
    }
  }
  return result;
}

/** Texts of fixed width, padded with zeros: UTF-32 code points (`U`) or UTF-8 bytes (`S`). */
function decodeTexts(
  data: Uint8Array<ArrayBuffer>,
  header: NpyHeader,
  count: number,
  itemBytes: number,
  isUnicode: boolean,
): TextArray {
  const ordered = header.fortranOrder && header.shape.length > 1 ? toCOrder(data, header.shape, itemBytes) : data;
  const view = new DataView(ordered.buffer, ordered.byteOffset, ordered.byteLength);
  const decoder = new TextDecoder();
  const texts: string[] = [];
  for (let item = 0; item < count; item++) {
    const start = item * itemBytes;
    if (isUnicode) {
      let text = '';
      for (let at = start; at < start + itemBytes; at += 4) {
        const point = view.getUint32(at, true);
        text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
      }
      texts.push(text.replace(/\0+$/, ''));
    } else {
      texts.push(decoder.decode(ordered.subarray(start, start + itemBytes)).replace(/\0+$/, ''));
    }
  }
  return { shape: header.shape, texts };
}
