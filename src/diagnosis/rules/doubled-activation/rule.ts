import { repeatedActivations } from '../../network/layer-chain.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Two activations in a row between layers: the second bends what the first has already bent. */
export const doubledActivation: Rule = {
  name: 'doubled-activation',
  family: 'hidden-activation',
  title: 'two activations in a row',
  rows: ['G2'],
  suspect({ layers }) {
    const found = layers.find((layer) => !layer.isLast && repeatedActivations(layer).length > 0);
    if (found === undefined) return undefined;
    const names = found.activations.map(({ opType }) => opType);
    return {
      // ReLU after ReLU changes nothing.
      likelihood: new Set(names).size === 1 && names[0] === 'Relu' ? 0.05 : 0.4,
      reason: `${names.join(' and then ')} after one layer`,
      ...layerOf(found),
      remedies: ['singleActivation'],
    };
  },
};
