import { decodeFloat16, type Tensor, type TypedArray } from '../core/index.ts';

/**
 * Copies whole samples of `size` elements from `source` into the front of `out`: sample `rows[indices[i]]` (or
 * `indices[i]` where `rows` is undefined) goes to position i.
 */
export type CopySamples = (
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array | BigInt64Array,
) => void;

// One function for each common pair of types: a loop that sees many kinds of typed array is several times slower.

function copyFloat32(
  source: Float32Array,
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

function copyBytes(
  source: Uint8Array,
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

function copyNumbers(
  source: Exclude<TypedArray, BigInt64Array | BigUint64Array>,
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
  source: BigInt64Array | BigUint64Array,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array | BigInt64Array,
): void {
  let to = 0;
  for (let i = 0; i < indices.length; i++) {
    let from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    const end = from + size;
    if (out instanceof BigInt64Array) for (; from < end; from++) out[to++] = source[from]!;
    else for (; from < end; from++) out[to++] = Number(source[from]!);
  }
}

function copyAsIntegers(
  source: Exclude<TypedArray, BigInt64Array | BigUint64Array>,
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

/** The value of each of the 65 536 half-precision words, made on first use: a look-up is faster than decoding. */
function float16Table(): Float32Array {
  float16Values ??= Float32Array.from({ length: 0x10000 }, (_, word) => decodeFloat16(word));
  return float16Values;
}

function copyFloat16(
  source: Uint16Array,
  size: number,
  indices: ArrayLike<number>,
  rows: Uint32Array | undefined,
  out: Float32Array,
): void {
  const values = float16Table();
  let to = 0;
  for (let i = 0; i < indices.length; i++) {
    let from = (rows === undefined ? indices[i]! : rows[indices[i]!]!) * size;
    for (const end = from + size; from < end; from++) out[to++] = values[source[from]!]!;
  }
}

/** The copy loop for a tensor's element type. A tensor of fractions must not be copied into a `BigInt64Array`. */
export function copySamplesOf(values: Tensor, size: number): CopySamples {
  const { dtype, data } = values;
  if (dtype === 'float16') {
    return (indices, rows, out) => copyFloat16(data as Uint16Array, size, indices, rows, out as Float32Array);
  }
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    return (indices, rows, out) => copyBigIntegers(data, size, indices, rows, out);
  }
  if (data instanceof Float32Array) {
    return (indices, rows, out) => copyFloat32(data, size, indices, rows, out as Float32Array);
  }
  if (data instanceof Uint8Array) {
    return (indices, rows, out) =>
      out instanceof BigInt64Array
        ? copyAsIntegers(data, size, indices, rows, out)
        : copyBytes(data, size, indices, rows, out);
  }
  return (indices, rows, out) =>
    out instanceof BigInt64Array
      ? copyAsIntegers(data, size, indices, rows, out)
      : copyNumbers(data, size, indices, rows, out);
}
