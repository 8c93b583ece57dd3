import type { GraphBuilder, Value } from '../../graph/index.ts';

/** Keras's epsilon. */
export const kerasEpsilon = 1e-7;

/**
 * Probabilities kept within [1e-7, 1 − 1e-7] before their logarithm is taken, as Keras does; outside of that the gradient
 * is 0. In float32 the upper bound is 1 − 1.19e-7.
 */
export function clipProbabilities(builder: GraphBuilder, probabilities: Value): Value {
  return builder.op('Clip', [probabilities, builder.scalar(kerasEpsilon), builder.scalar(1 - kerasEpsilon)]);
}

/** Rows of probabilities `[batch, classes, ...]`, each divided by its sum and then clipped, as Keras does. */
export function clipRows(builder: GraphBuilder, rows: Value, classes: Value): Value {
  const sums = builder.op('ReduceSum', [rows, classes], { keepdims: 1 });
  return clipProbabilities(builder, builder.op('Div', [rows, sums]));
}

/** Probabilities kept within [1e-7, 1], as in Keras's KL divergence. */
export function clipSmallProbabilities(builder: GraphBuilder, probabilities: Value): Value {
  return builder.op('Clip', [probabilities, builder.scalar(kerasEpsilon), builder.scalar(1)]);
}
