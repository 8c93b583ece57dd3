import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Activations whose slope is at most 1/4, or that share a sum: each takes most of the gradient (G2). */
const saturating: ReadonlySet<string> = new Set(['Sigmoid', 'HardSigmoid', 'Softmax']);

/** Sigmoids between layers, which pass less gradient the more of them there are. */
export const saturatingActivations: Rule = {
  name: 'saturating-activations',
  family: 'hidden-activation',
  title: 'saturating activations between layers',
  rows: ['G2'],
  suspect({ layers }) {
    const hidden = layers.filter(({ isLast }) => !isLast);
    // Where one is missing, that is the likelier fault.
    if (hidden.some(({ activations }) => activations.length === 0)) return undefined;
    const found = hidden.filter(({ activations }) => activations.some(({ opType }) => saturating.has(opType)));
    if (found.length === 0) {
      return {
        likelihood: 0.12,
        reason: 'tanh between the layers, which saturates on both sides',
        ...layerOf(hidden[0]),
        remedies: ['reluHidden'],
      };
    }
    return {
      likelihood: found.length >= 3 ? 0.85 : found.length === 2 ? 0.5 : 0.2,
      reason: `${found.length} hidden layers with saturating activations`,
      ...layerOf(found[0]),
      remedies: ['reluHidden'],
    };
  },
};
