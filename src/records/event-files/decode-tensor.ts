import { MalformedMessage, type WireReader } from './wire.ts';

/** How the bytes of `tensor_content` become numbers: size of one, and how it is read, by numbers of types.proto. */
const contents: Readonly<Record<number, readonly [number, (view: DataView, at: number) => number]>> = {
  1: [4, (view, at) => view.getFloat32(at, true)],
  2: [8, (view, at) => view.getFloat64(at, true)],
  3: [4, (view, at) => view.getInt32(at, true)],
  4: [1, (view, at) => view.getUint8(at)],
  5: [2, (view, at) => view.getInt16(at, true)],
  6: [1, (view, at) => view.getInt8(at)],
  9: [8, (view, at) => Number(view.getBigInt64(at, true))],
  10: [1, (view, at) => view.getUint8(at)],
  14: [2, (view, at) => float32Of(view.getUint16(at, true) << 16)],
  17: [2, (view, at) => view.getUint16(at, true)],
  19: [2, (view, at) => halfOf(view.getUint16(at, true))],
  22: [4, (view, at) => view.getUint32(at, true)],
  23: [8, (view, at) => Number(view.getBigUint64(at, true))],
};

const scratch = new DataView(new ArrayBuffer(4));

function float32Of(bits: number): number {
  scratch.setInt32(0, bits);
  return scratch.getFloat32(0);
}

function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** A decoded TensorProto: numbers, or strings where it holds strings. */
export interface DecodedTensor {
  type: number;
  shape: number[];
  values: number[] | Float64Array;
  strings: Uint8Array[];
}

/** Numbers that a shape may stand for when only one is stored. */
const mostRepeats = 1 << 20;

/**
 * Reads a TensorProto (tensorflow/core/framework/tensor.proto) that begins here and ends at `end`: packed fields, raw
 * contents, and a single number that stands for all.
 */
export function decodeTensor(reader: WireReader, end: number): DecodedTensor {
  const tensor: DecodedTensor = { type: 0, shape: [], values: [], strings: [] };
  const numbers: number[] = [];
  let content: Uint8Array | undefined;
  reader.fieldsUpTo(end, (field) => {
    if (field === 1) tensor.type = reader.readVarint();
    else if (field === 2) readShape(reader, end, tensor.shape);
    else if (field === 4) content = reader.bytesWithin(end);
    else if (field === 5) reader.eachWithin(end, () => numbers.push(reader.readFloat()));
    else if (field === 6) reader.eachWithin(end, () => numbers.push(reader.readDouble()));
    else if (field === 7) reader.eachWithin(end, () => numbers.push(reader.readVarint(true) | 0));
    else if (field === 10) reader.eachWithin(end, () => numbers.push(reader.readVarint(true)));
    else if (field === 11) reader.eachWithin(end, () => numbers.push(reader.readVarint()));
    else if (field === 13) reader.eachWithin(end, () => numbers.push(smallFloat(tensor.type, reader.readVarint())));
    else if (field === 16 || field === 17) reader.eachWithin(end, () => numbers.push(reader.readVarint()));
    else if (field === 8) tensor.strings.push(reader.bytesWithin(end));
  });
  tensor.values =
    content === undefined || content.length === 0 ? fillUp(numbers, tensor.shape) : parse(tensor.type, content);
  return tensor;
}

const smallFloat = (type: number, bits: number): number => (type === 14 ? float32Of(bits << 16) : halfOf(bits));

function readShape(reader: WireReader, end: number, shape: number[]): void {
  reader.messageWithin(end, (field, shapeEnd) => {
    if (field !== 2) return;
    let size = 0;
    reader.messageWithin(shapeEnd, (part) => {
      if (part === 1) size = reader.readVarint(true);
    });
    if (size < 0) throw new MalformedMessage('a tensor has an axis of negative length');
    shape.push(size);
  });
}

function parse(type: number, content: Uint8Array): Float64Array {
  const form = contents[type];
  if (form === undefined) return new Float64Array(0);
  const [size, read] = form;
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  const values = new Float64Array(Math.floor(content.length / size));
  for (let i = 0; i < values.length; i++) values[i] = read(view, i * size);
  return values;
}

/** Writers leave out numbers at the end that repeat the last. */
function fillUp(numbers: number[], shape: readonly number[]): number[] | Float64Array {
  const count = shape.reduce((product, size) => product * size, 1);
  if (numbers.length === 0 || numbers.length >= count) return numbers;
  if (count > mostRepeats) throw new MalformedMessage(`one number stands for ${count}`);
  const values = new Float64Array(count).fill(numbers.at(-1)!);
  values.set(numbers);
  return values;
}
