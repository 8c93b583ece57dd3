import { meanOfAnswers } from './class-weights.ts';
import { clipProbabilities } from './keras-probabilities.ts';
import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Cross-entropy of probabilities p against 0 or 1: the mean of −t log p − (1 − t) log(1 − p), with p clipped as in Keras.
 * For networks that end in a sigmoid; the loss of logits is more exact. (Keras itself goes back to the logits where the
 * last operation is a sigmoid.)
 */
export const binaryCrossEntropyOnProbabilities: Loss = {
  summary: 'cross-entropy of probabilities, for yes or no after a sigmoid',
  target: 'binary',
  output: 'probabilities',
  terms: 'outputs',
  takesClassWeights: true,
  targetType: sameAsOutput,
  write(builder, output, target, classWeights) {
    const yes = clipProbabilities(builder, output);
    const one = builder.scalar(1);
    const no = builder.op('Sub', [one, yes]);
    const perOutput = builder.op('Add', [
      builder.op('Mul', [target, builder.op('Log', [yes])]),
      builder.op('Mul', [builder.op('Sub', [one, target]), builder.op('Log', [no])]),
    ]);
    return builder.op('Neg', [meanOfAnswers(builder, perOutput, target, classWeights)]);
  },
};
