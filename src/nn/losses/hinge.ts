import type { GraphBuilder, Value } from '../../graph/index.ts';
import { type Loss, sameAsOutput } from './loss.ts';
import { signedLabels } from './signed-labels.ts';

/**
 * Hinge loss of outputs x against 0 or 1, which count as s = −1 and 1, or against −1 and 1 themselves: the mean of
 * max(0, 1 − s x). What is on the right side of 0 by at least 1 has no gradient. The outputs are no log-odds, so their
 * sigmoid only ranks. As Keras's `hinge`.
 */
export const hinge: Loss = {
  summary: 'hinge loss, for yes or no with a margin',
  target: 'binary',
  output: 'logits',
  terms: 'outputs',
  targetType: sameAsOutput,
  write: (builder, output, target) => builder.op('ReduceMean', [shortfall(builder, output, target)], { keepdims: 0 }),
};

/** By how much each output falls short of its margin: max(0, 1 − s x). */
export function shortfall(builder: GraphBuilder, output: Value, target: Value): Value {
  const product = builder.op('Mul', [signedLabels(builder, target), output]);
  return builder.op('Relu', [builder.op('Sub', [builder.scalar(1), product])]);
}
