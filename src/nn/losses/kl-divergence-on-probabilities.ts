import { clipSmallProbabilities } from './keras-probabilities.ts';
import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Kullback-Leibler divergence of probabilities p `[batch, classes, ...]` from rows t of class probabilities: the sum over
 * classes of t log(t / p), both clipped to [1e-7, 1] as in Keras, averaged.
 */
export const klDivergenceOnProbabilities: Loss = {
  summary: 'divergence of probabilities from given probabilities',
  target: 'oneHot',
  output: 'probabilities',
  terms: 'rows',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const wanted = clipSmallProbabilities(builder, target);
    const ratio = builder.op('Div', [wanted, clipSmallProbabilities(builder, output)]);
    const terms = builder.op('Mul', [wanted, builder.op('Log', [ratio])]);
    const perSample = builder.op('ReduceSum', [terms, builder.ints([1])], { keepdims: 0 });
    return builder.op('ReduceMean', [perSample], { keepdims: 0 });
  },
};
