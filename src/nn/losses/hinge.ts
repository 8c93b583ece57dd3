import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Hinge loss of outputs x against 0 or 1, which count as s = −1 and 1: the mean of max(0, 1 − s x). What is on the right
 * side of 0 by at least 1 has no gradient. The outputs are no log-odds, so their sigmoid only ranks. As Keras's `hinge`.
 */
export const hinge: Loss = {
  summary: 'hinge loss, for yes or no with a margin',
  target: 'binary',
  output: 'logits',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const one = builder.scalar(1);
    const side = builder.op('Sub', [builder.op('Add', [target, target]), one]);
    const margin = builder.op('Sub', [one, builder.op('Mul', [side, output])]);
    return builder.op('ReduceMean', [builder.op('Relu', [margin])], { keepdims: 0 });
  },
};
