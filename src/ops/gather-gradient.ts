import type { GraphBuilder, Value } from '../graph/index.ts';
import { zerosOf } from './arithmetic.ts';
import { int64 } from './indices.ts';

/**
 * The gradient of Gather along an axis: adds each part of `dy` to the place that it was gathered from. The axis is moved
 * to the front, where ScatterND adds whole rows.
 *
 * @param indices positions along `axis`, of any shape, negative ones counting from the end
 * @param shape shape of the tensor that was gathered from
 */
export function ungather(
  builder: GraphBuilder,
  dy: Value,
  indices: Value,
  axis: number,
  shape: readonly number[],
): Value {
  const rank = indices.shape.length;
  const rows = [shape[axis]!, ...shape.filter((_, i) => i !== axis)];
  const positions = int64(builder, indices);
  const column = builder.op('Reshape', [positions, builder.ints([...(indices.shape as number[]), 1])]);
  const order = dy.shape.map((_, i) => i);
  const gathered = order.slice(axis, axis + rank);
  const updates =
    axis === 0
      ? dy
      : builder.op('Transpose', [dy], { perm: [...gathered, ...order.slice(0, axis), ...order.slice(axis + rank)] });
  const sums = builder.op('ScatterND', [zerosOf(builder, dy.dtype, rows), column, updates], { reduction: 'add' });
  if (axis === 0) return sums;
  return builder.op('Transpose', [sums], { perm: shape.map((_, i) => (i === axis ? 0 : i < axis ? i + 1 : i)) });
}
