import { elementCount, stridesOf, type Tensor } from '../../core/index.ts';

/** A float32 tensor with its axes in another order: axis `i` of the result is axis `order[i]` of the tensor. */
export function permuteTensor({ shape, data }: Tensor, order: readonly number[]): Tensor<'float32'> {
  const strides = stridesOf(shape);
  const lengths = order.map((axis) => shape[axis]!);
  const steps = order.map((axis) => strides[axis]!);
  const result = new Float32Array(elementCount(shape));
  const index = new Array<number>(order.length).fill(0);
  let source = 0;
  for (let i = 0; i < result.length; i++) {
    result[i] = Number(data[source]);
    for (let axis = order.length - 1; axis >= 0; axis--) {
      source += steps[axis]!;
      if (++index[axis]! < lengths[axis]!) break;
      source -= steps[axis]! * lengths[axis]!;
      index[axis] = 0;
    }
  }
  return { dtype: 'float32', shape: lengths, data: result };
}
