import { elementCount } from '../../core/index.ts';
import type { GraphBuilder, Value } from '../../graph/index.ts';

/** Statistics of a batch as the lowerings of batch normalisation write them, equally, so that they are computed once. */
export interface BatchStatistics {
  /** Axes that the statistics are taken over. */
  readonly axes: Value;
  /** How many elements go into each. */
  readonly count: number;
  /** X minus its mean. */
  readonly centered: Value;
  /** [channels] */
  readonly mean: Value;
  /** Population variance, [channels]. */
  readonly variance: Value;
}

export function batchStatistics(builder: GraphBuilder, x: Value): BatchStatistics {
  const shape = x.shape as number[];
  const axes = builder.ints(shape.flatMap((_, axis) => (axis === 1 ? [] : [axis])));
  const mean = builder.op('ReduceMean', [x, axes]);
  const centered = builder.op('Sub', [x, mean]);
  const square = builder.op('Mul', [centered, centered]);
  return {
    axes,
    count: elementCount(shape) / shape[1]!,
    centered,
    mean: builder.op('Reshape', [mean, builder.ints([-1])]),
    variance: builder.op('ReduceMean', [square, axes], { keepdims: 0 }),
  };
}

/** 1 / √(variance + epsilon) */
export function inverseDeviation(builder: GraphBuilder, variance: Value, epsilon: number): Value {
  const shifted = builder.op('Add', [variance, builder.scalar(epsilon, variance.dtype)]);
  return builder.op('Reciprocal', [builder.op('Sqrt', [shifted])]);
}

/** A vector of one element a channel in a shape that broadcasts over [batch, channels, ...spatial]. */
export function overSpatial(builder: GraphBuilder, vector: Value, rank: number): Value {
  if (rank === 2) return vector;
  return builder.op('Reshape', [vector, builder.ints([-1, ...new Array<number>(rank - 2).fill(1)])]);
}
