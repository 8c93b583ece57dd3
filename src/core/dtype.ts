/**
 * Element types of tensors, in ONNX's and NumPy's words, and the typed array that stores each.
 * `float16` and `bool` have no typed array of their own: they are stored as raw 16-bit words and as bytes 0 or 1.
 */
export type DataType =
  | 'float16'
  | 'float32'
  | 'float64'
  | 'int8'
  | 'uint8'
  | 'int16'
  | 'uint16'
  | 'int32'
  | 'uint32'
  | 'int64'
  | 'uint64'
  | 'bool';

const arrayTypes = {
  float16: Uint16Array,
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  uint8: Uint8Array,
  int16: Int16Array,
  uint16: Uint16Array,
  int32: Int32Array,
  uint32: Uint32Array,
  int64: BigInt64Array,
  uint64: BigUint64Array,
  bool: Uint8Array,
} as const;

/** The typed array that stores elements of each data type. */
export type TypedArrayFor = { [D in DataType]: InstanceType<(typeof arrayTypes)[D]> };

/** Any typed array that a tensor may hold. */
export type TypedArray = TypedArrayFor[DataType];

/** All data types, in a fixed order. */
export const dataTypes = Object.keys(arrayTypes) as DataType[];

/** Bytes that one element takes. */
export function bytesPerElement(dtype: DataType): number {
  return arrayTypes[dtype].BYTES_PER_ELEMENT;
}

/** True for float16, float32 and float64: the types that gradients flow through. */
export function isFloat(dtype: DataType): boolean {
  return dtype === 'float32' || dtype === 'float64' || dtype === 'float16';
}

/** A new, zero-filled typed array of `length` elements. */
export function allocate<D extends DataType>(dtype: D, length: number): TypedArrayFor[D] {
  return new arrayTypes[dtype](length) as TypedArrayFor[D];
}

/** A typed array over existing bytes, without copying. `byteOffset` must be a multiple of the element's size. */
export function viewBytes<D extends DataType>(
  dtype: D,
  buffer: ArrayBufferLike,
  byteOffset: number,
  length: number,
): TypedArrayFor[D] {
  const Constructor = arrayTypes[dtype] as unknown as new (
    buffer: ArrayBufferLike,
    byteOffset: number,
    length: number,
  ) => TypedArrayFor[D];
  return new Constructor(buffer, byteOffset, length);
}
