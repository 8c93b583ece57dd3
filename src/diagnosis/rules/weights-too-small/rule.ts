import { scaleOfWeights } from '../../remedies/fresh-weights.ts';
import { formatNumber } from '../format-number.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** First weights this many times off a standard initialisation's: less is within what libraries differ in. */
const tolerated = 1 / 2;

/** Weights so small that the signal shrinks on its way through the layers until nothing is left (G5). */
export const weightsTooSmall: Rule = {
  name: 'weights-too-small',
  family: 'initialization',
  title: 'the first weights are too small',
  rows: ['G5'],
  suspect({ layers, subject: { design } }) {
    const scales = layers.map((layer) => scaleOfWeights(layer, design.network) ?? 1);
    const extreme = Math.min(...scales.filter((scale) => scale > 0));
    if (!(extreme < tolerated) || !Number.isFinite(extreme)) return undefined;
    return {
      likelihood: 0.45,
      reason: `the first weights are ${formatNumber(1 / extreme)} times as small as variance scaling draws them`,
      ...layerOf(layers[scales.indexOf(extreme)]),
      remedies: ['freshWeights'],
    };
  },
};
