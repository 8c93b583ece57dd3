import { clipRows } from './keras-probabilities.ts';
import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Cross-entropy of probabilities `[batch, classes, ...]` against rows of class probabilities, averaged. As in Keras each
 * row is divided by its sum first, so that a row of zeros gives NaN, and clipped then.
 */
export const categoricalCrossEntropyOnProbabilities: Loss = {
  summary: 'cross-entropy of probabilities, for one-hot labels after a softmax',
  target: 'oneHot',
  output: 'probabilities',
  terms: 'rows',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const classes = builder.ints([1]);
    const probabilities = clipRows(builder, output, classes);
    const weighted = builder.op('Mul', [target, builder.op('Log', [probabilities])]);
    const perSample = builder.op('ReduceSum', [weighted, classes], { keepdims: 0 });
    return builder.op('Neg', [builder.op('ReduceMean', [perSample], { keepdims: 0 })]);
  },
};
