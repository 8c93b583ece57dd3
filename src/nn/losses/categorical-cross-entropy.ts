import { type Loss, sameAsOutput } from './loss.ts';

/** Softmax cross-entropy of logits `[batch, classes]` against rows of class probabilities, averaged over the batch. */
export const categoricalCrossEntropy: Loss = {
  summary: 'softmax cross-entropy of logits, for one-hot or soft labels',
  target: 'oneHot',
  output: 'logits',
  terms: 'rows',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const logProbabilities = builder.op('LogSoftmax', [output], { axis: 1 });
    const perSample = builder.op('ReduceSum', [builder.op('Mul', [logProbabilities, target]), builder.ints([1])]);
    return builder.op('Neg', [builder.op('ReduceMean', [perSample], { keepdims: 0 })]);
  },
};
