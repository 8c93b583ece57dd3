import { allocate, type DataType, type TypedArrayFor } from './dtype.ts';
import { ShapeError } from './errors.ts';
import { type ConcreteShape, elementCount, formatShape } from './shape.ts';

/** A dense array in C order: data type, shape, and the typed array that holds its elements. */
export interface Tensor<D extends DataType = DataType> {
  readonly dtype: D;
  readonly shape: ConcreteShape;
  readonly data: TypedArrayFor[D];
}

/** A tensor over `data`, not copied. Throws {@link ShapeError} where the element count does not fit the shape. */
export function tensor<D extends DataType>(dtype: D, shape: ConcreteShape, data: TypedArrayFor[D]): Tensor<D> {
  if (data.length !== elementCount(shape)) {
    throw new ShapeError(
      `a tensor of shape ${formatShape(shape)} has ${elementCount(shape)} elements, received ${data.length}`,
    );
  }
  return { dtype, shape, data };
}

/** A zero-filled tensor. */
export function zeros<D extends DataType>(dtype: D, shape: ConcreteShape): Tensor<D> {
  return { dtype, shape, data: allocate(dtype, elementCount(shape)) };
}

/** A tensor from plain numbers, converted to `dtype`. */
export function fromNumbers<D extends DataType>(dtype: D, shape: ConcreteShape, values: ArrayLike<number>): Tensor<D> {
  const data = allocate(dtype, values.length);
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    for (let i = 0; i < values.length; i++) data[i] = BigInt(values[i]!);
  } else {
    for (let i = 0; i < values.length; i++) (data as Float64Array)[i] = values[i]!;
  }
  return tensor(dtype, shape, data);
}

/** A float32 scalar. */
export function scalar(value: number): Tensor<'float32'> {
  return { dtype: 'float32', shape: [], data: Float32Array.of(value) };
}

/** A one-dimensional int64 tensor, as ONNX wants for shapes and axes. */
export function int64s(values: readonly number[]): Tensor<'int64'> {
  return { dtype: 'int64', shape: [values.length], data: BigInt64Array.from(values, (value) => BigInt(value)) };
}

/** The elements as float64 numbers; 64-bit integers beyond 2^53 lose precision, float16 words are decoded. */
export function toFloat64(value: Tensor): Float64Array {
  if (value.dtype === 'float16') return Float64Array.from(value.data as Uint16Array, decodeFloat16);
  if (value.data instanceof BigInt64Array || value.data instanceof BigUint64Array) {
    const numbers = new Float64Array(value.data.length);
    for (let i = 0; i < numbers.length; i++) numbers[i] = Number(value.data[i]);
    return numbers;
  }
  return value.data instanceof Float64Array ? value.data : Float64Array.from(value.data as Float32Array);
}

/** The elements as plain numbers; meant for small tensors such as shapes and axes. */
export function toNumbers(value: Tensor): number[] {
  return Array.from(toFloat64(value));
}

/** The number that an IEEE 754 half-precision word stands for. */
export function decodeFloat16(word: number): number {
  const sign = word & 0x8000 ? -1 : 1;
  const exponent = (word >> 10) & 0x1f;
  const fraction = word & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
