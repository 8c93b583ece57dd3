import { scaleOfWeights } from '../../remedies/fresh-weights.ts';
import { formatNumber } from '../format-number.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Weights of one layer this many times larger, against variance scaling, than those of another. */
const widest = 4;

/** One deviation for all layers, whatever their sizes: it suits some and not others (G5). */
export const unevenWeights: Rule = {
  name: 'uneven-weights',
  family: 'initialization',
  title: 'the first weights do not match the sizes of the layers',
  rows: ['G5'],
  suspect({ layers, subject: { design } }) {
    const scales = layers.map((layer) => scaleOfWeights(layer, design.network) || 1);
    const [low, high] = [Math.min(...scales), Math.max(...scales)];
    if (!(high / low > widest) || !(low < 1 && high > 1)) return undefined;
    return {
      likelihood: 0.45,
      reason: `against variance scaling the first weights are ${formatNumber(high / low)} times larger in one layer than in another`,
      ...layerOf(layers[scales.indexOf(high)]),
      remedies: ['freshWeights'],
    };
  },
};
