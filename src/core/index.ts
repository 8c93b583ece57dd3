/** Data types, shapes, tensors, seeded random numbers and errors: what every other folder builds on. */
export {
  allocate,
  bytesPerElement,
  type DataType,
  dataTypes,
  isFloat,
  type TypedArray,
  type TypedArrayFor,
  viewBytes,
} from './dtype.ts';
export {
  DataError,
  FileError,
  GraphError,
  isNetwrightError,
  NetwrightError,
  RuntimeError,
  ShapeError,
  TrainingError,
  UsageError,
} from './errors.ts';
export { ContentHash } from './hash.ts';
export { philox, RandomStream } from './random.ts';
export {
  broadcastShapes,
  type ConcreteShape,
  concreteShape,
  type Dimension,
  elementCount,
  formatShape,
  isConcrete,
  multiplyDimensions,
  normalizeAxis,
  type Shape,
  sameShape,
  stridesOf,
} from './shape.ts';
export {
  decodeFloat16,
  fromNumbers,
  int64s,
  scalar,
  type Tensor,
  tensor,
  toFloat64,
  toNumbers,
  zeros,
} from './tensor.ts';
export { suggestion, validate } from './validate.ts';
