import type { GraphBuilder, Value } from '../../graph/index.ts';
import { type Loss, sameAsOutput } from './loss.ts';

/** Square of Keras's epsilon: the least sum of squares. */
const leastSquare = 1e-14;

/**
 * The negative cosine of the angle between rows of outputs and of targets, averaged: −1 is perfect. A row of zeros gives 0.
 * As Keras's `CosineSimilarity`.
 */
export const cosineSimilarity: Loss = {
  summary: 'negative cosine between rows of outputs and of targets',
  target: 'numbers',
  output: 'numbers',
  terms: 'rows',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const product = builder.op('Mul', [normalized(builder, target), normalized(builder, output)]);
    const perRow = builder.op('ReduceSum', [product, builder.ints([1])], { keepdims: 0 });
    return builder.op('Neg', [builder.op('ReduceMean', [perRow], { keepdims: 0 })]);
  },
};

function normalized(builder: GraphBuilder, value: Value): Value {
  const squares = builder.op('ReduceSum', [builder.op('Mul', [value, value]), builder.ints([1])], { keepdims: 1 });
  return builder.op('Div', [value, builder.op('Sqrt', [builder.op('Max', [squares, builder.scalar(leastSquare)])])]);
}
