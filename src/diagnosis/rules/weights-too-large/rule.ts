import { scaleOfWeights } from '../../remedies/fresh-weights.ts';
import { formatNumber } from '../format-number.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** First weights this many times off a standard initialisation's: less is within what libraries differ in. */
const tolerated = 2;

/** Weights so large that the signal grows from layer to layer, and saturates or explodes (G5). */
export const weightsTooLarge: Rule = {
  name: 'weights-too-large',
  family: 'initialization',
  title: 'the first weights are too large',
  rows: ['G5'],
  suspect({ layers, subject: { design } }) {
    const scales = layers.map((layer) => scaleOfWeights(layer, design.network) ?? 1);
    const extreme = Math.max(...scales);
    if (!(extreme > tolerated) || !Number.isFinite(extreme)) return undefined;
    return {
      likelihood: 0.45,
      reason: `the first weights are ${formatNumber(extreme)} times as large as variance scaling draws them`,
      ...layerOf(layers[scales.indexOf(extreme)]),
      remedies: ['freshWeights'],
    };
  },
};
