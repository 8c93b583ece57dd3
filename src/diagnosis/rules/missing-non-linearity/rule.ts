import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Layers with nothing between them, which together are one linear layer. */
export const missingNonLinearity: Rule = {
  name: 'missing-non-linearity',
  family: 'hidden-activation',
  title: 'no activation between layers',
  rows: ['G2'],
  suspect({ layers }) {
    const linear = layers.filter(({ isLast, activations }) => !isLast && activations.length === 0);
    if (linear.length === 0) return undefined;
    return {
      likelihood: 0.85,
      reason: `${linear.length} hidden layers without an activation: with the next they are one linear layer`,
      ...layerOf(linear[0]),
      remedies: ['reluHidden'],
    };
  },
};
