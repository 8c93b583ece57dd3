import { scaleOfWeights } from '../../remedies/fresh-weights.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Weights that are all alike, zero or not: the units of a layer get the same gradient and stay one unit for ever. */
export const symmetricWeights: Rule = {
  name: 'symmetric-weights',
  family: 'initialization',
  title: 'the first weights are all alike',
  rows: ['G5'],
  suspect({ layers, subject: { design } }) {
    const alike = layers.filter((layer) => scaleOfWeights(layer, design.network) === 0);
    const hidden = alike.find(({ isLast }) => !isLast);
    if (alike.length === 0) return undefined;
    return {
      // The weights of a last layer alone may be alike: those before it draw them apart.
      likelihood: hidden === undefined ? 0.45 : 0.9,
      reason: 'all weights of the layer start with the same number, so that its units can never differ',
      ...layerOf(hidden ?? alike[0]),
      remedies: ['freshWeights'],
    };
  },
};
