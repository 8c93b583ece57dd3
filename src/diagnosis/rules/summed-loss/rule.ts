import { lossNameOf } from '../../../nn/index.ts';
import type { Rule } from '../rule.ts';

/** Optimizers whose step grows with the gradient; the others divide by its size, and do not mind a sum. */
const proportional: ReadonlySet<string> = new Set(['sgd']);

/** A loss added up over the batch: gradients, and with them steps, grow with the number of samples and outputs. */
export const summedLoss: Rule = {
  name: 'summed-loss',
  family: 'loss',
  title: 'the losses of a batch are added up, not averaged',
  rows: ['D8'],
  suspect({ subject: { design } }) {
    const { loss, optimizer, batchSize } = design.recipe;
    if (typeof loss === 'string' || (loss.reduction ?? 'mean') === 'mean') return undefined;
    return {
      likelihood: proportional.has(optimizer.name) ? 0.5 : 0.1,
      reason: `${lossNameOf(loss)} is added up over ${batchSize} samples, which multiplies the gradient by as much or more`,
      remedies: ['meanReduction'],
    };
  },
};
