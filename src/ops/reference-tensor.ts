import { stridesOf, type Tensor, toFloat64 } from '../core/index.ts';
import type { ReferenceTensor } from './operator.ts';

/** A tensor's elements as float64 numbers. */
export function toReference(tensor: Tensor): ReferenceTensor {
  return { dtype: tensor.dtype, shape: tensor.shape, data: toFloat64(tensor) };
}

/** Calls `visit` with each multi-index of a shape in C order; the array is reused. */
export function forEachIndex(shape: readonly number[], visit: (index: readonly number[], flat: number) => void): void {
  const index = new Array<number>(shape.length).fill(0);
  const count = shape.reduce((product, length) => product * length, 1);
  for (let flat = 0; flat < count; flat++) {
    visit(index, flat);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      index[axis]!++;
      if (index[axis]! < shape[axis]!) break;
      index[axis] = 0;
    }
  }
}

/** A reference tensor whose elements are computed from their multi-index. */
export function generate(
  dtype: ReferenceTensor['dtype'],
  shape: readonly number[],
  element: (index: readonly number[], flat: number) => number,
): ReferenceTensor {
  const data = new Float64Array(shape.reduce((product, length) => product * length, 1));
  forEachIndex(shape, (index, flat) => {
    data[flat] = element(index, flat);
  });
  return { dtype, shape, data };
}

/** Reads a tensor at a multi-index of a shape that it broadcasts to. */
export function broadcastReader(tensor: ReferenceTensor): (index: readonly number[]) => number {
  const strides = stridesOf(tensor.shape).map((stride, axis) => (tensor.shape[axis] === 1 ? 0 : stride));
  const { data } = tensor;
  return (index) => {
    let offset = 0;
    const skip = index.length - strides.length;
    for (let axis = 0; axis < strides.length; axis++) offset += strides[axis]! * index[axis + skip]!;
    return data[offset]!;
  };
}
