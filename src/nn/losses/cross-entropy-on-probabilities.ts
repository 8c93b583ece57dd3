import { crossEntropy } from './cross-entropy.ts';
import { clipProbabilities } from './keras-probabilities.ts';
import type { Loss } from './loss.ts';

/**
 * Cross-entropy of probabilities `[batch, classes, ...]` against class indices `[batch, ...]`, averaged: Keras's sparse
 * categorical cross-entropy. As on its TensorFlow backend the probabilities are clipped and each row is divided by its sum
 * after that, so that a row of zeros counts as no knowledge at all.
 */
export const crossEntropyOnProbabilities: Loss = {
  summary: 'cross-entropy of probabilities, for one class after a softmax',
  target: 'classes',
  output: 'probabilities',
  terms: 'rows',
  takesClassWeights: true,
  targetType: crossEntropy.targetType,
  // A softmax of logarithms divides by the sum.
  write: (builder, output, target, classWeights) =>
    crossEntropy.write(builder, builder.op('Log', [clipProbabilities(builder, output)]), target, classWeights),
};
