import { meanOfAnswers } from './class-weights.ts';
import { type Loss, sameAsOutput } from './loss.ts';

/** Sigmoid cross-entropy of logits against 0 or 1: the mean of softplus(x) − x · t, which never overflows. */
export const binaryCrossEntropy: Loss = {
  summary: 'sigmoid cross-entropy of logits, for yes or no',
  target: 'binary',
  output: 'logits',
  terms: 'outputs',
  takesClassWeights: true,
  targetType: sameAsOutput,
  write(builder, output, target, classWeights) {
    const perOutput = builder.op('Sub', [builder.op('Softplus', [output]), builder.op('Mul', [output, target])]);
    return meanOfAnswers(builder, perOutput, target, classWeights);
  },
};
