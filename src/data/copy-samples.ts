import { decodeFloat16, type Tensor, type TypedArray } from '../core/index.ts';

/**
 * Copies whole samples into the front of `out`: sample `rows[indices[i]]` (or `indices[i]` where `rows` is undefined)
 * goes to position i.
 */
export type CopySamples = (
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array | BigInt64Array,
) => void;

type BigIntegers = BigInt64Array | BigUint64Array;
type Numbers = Exclude<TypedArray, BigIntegers>;

// From this size on the engine's block copy, for which a view is made of each sample, is two to five times faster than
// a loop over elements; below 32 elements it is up to four times slower (measured on Node 20.20).
const blockElements = 64;

/**
 * The way to copy samples of a tensor: its first axis counts them, each has `size` elements. A tensor of fractions must
 * not be copied into a `BigInt64Array`.
 */
export function copySamplesOf({ dtype, data }: Tensor, size: number): CopySamples {
  if (dtype === 'float16') {
    return (indices, rows, out) => copyFloat16(data as Uint16Array, size, indices, rows, out as Float32Array);
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    // The sign is in the upper half.
    const Halves = data instanceof BigInt64Array ? Int32Array : Uint32Array;
    const halves = new Halves(data.buffer, data.byteOffset, 2 * data.length);
    return (indices, rows, out) => {
      if (out instanceof Float32Array) copyRounded(halves, size, indices, rows, out);
      else if (size >= blockElements) copyBlocks(data, size, indices, rows, out);
      else copyBigIntegers(data, size, indices, rows, out);
    };
  }
  return (indices, rows, out) => {
    if (out instanceof BigInt64Array) copyWidened(data, size, indices, rows, out);
    else if (size >= blockElements) copyBlocks(data, size, indices, rows, out);
    else copyNumbers(data, size, indices, rows, out);
  };
}

function copyBlocks(
  source: TypedArray,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array | BigInt64Array,
): void {
  // The caller pairs numbers with numbers and big integers with big integers, which the types cannot say.
  const target = out as Float32Array;
  for (let i = 0; i < indices.length; i++) {
    const from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    target.set(source.subarray(from, from + size) as Float32Array, i * size);
  }
}

// One function for each kind of conversion: a loop that sees many kinds of array is several times slower.

function copyNumbers(
  source: Numbers,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array,
): void {
  let to = 0;
  for (let i = 0; i < indices.length; i++) {
    let from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    for (const end = from + size; from < end; from++) out[to++] = source[from]!;
  }
}

function copyBigIntegers(
  source: BigIntegers,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: BigInt64Array,
): void {
  let to = 0;
  for (let i = 0; i < indices.length; i++) {
    let from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    for (const end = from + size; from < end; from++) out[to++] = source[from]!;
  }
}

/** 64-bit integers as float32, from their 32-bit halves, since making big integers takes ten times as long. */
function copyRounded(
  halves: Int32Array | Uint32Array,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array,
): void {
  let to = 0;
  for (let i = 0; i < indices.length; i++) {
    let from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    for (const end = from + size; from < end; from++) {
      out[to++] = halves[2 * from + 1]! * 0x100000000 + (halves[2 * from]! >>> 0);
    }
  }
}

function copyWidened(
  source: Numbers,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: BigInt64Array,
): void {
  let to = 0;
  for (let i = 0; i < indices.length; i++) {
    let from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    for (const end = from + size; from < end; from++) out[to++] = BigInt(source[from]!);
  }
}

let float16Values: Float32Array | undefined;

function copyFloat16(
  source: Uint16Array,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array,
): void {
  // The value of each of the 65 536 words, made on first use: a look-up is faster than decoding.
  float16Values ??= Float32Array.from({ length: 0x10000 }, (_, word) => decodeFloat16(word));
  const values = float16Values;
  let to = 0;
  for (let i = 0; i < indices.length; i++) {
    let from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    for (const end = from + size; from < end; from++) out[to++] = values[source[from]!]!;
  }
}
