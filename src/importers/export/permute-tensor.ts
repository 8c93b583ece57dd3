import { allocate, type DataType, elementCount, stridesOf, type Tensor } from '../../core/index.ts';

/** A tensor with its axes in another order: axis `i` of the result is axis `order[i]` of the tensor. */
export function permuteTensor<D extends DataType>(
  { dtype, shape, data }: Tensor<D>,
  order: readonly number[],
): Tensor<D> {
  const strides = stridesOf(shape);
  const lengths = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  const result = allocate(dtype, elementCount(shape));
  const index = new Array<number>(order.length).fill(0);
  let source = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = data[source]!;
    for (let axis = order.length - 1; axis >= 0; axis--) {
      source += steps[axis]!;
      index[axis]!++;
      if (index[axis]! < lengths[axis]!) break;
      source -= steps[axis]! * lengths[axis]!;
      index[axis] = 0;
    }
  }
  return { dtype, shape: lengths, data: result };
}
