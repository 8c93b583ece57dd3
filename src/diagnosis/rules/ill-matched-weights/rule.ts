import { signalDrift } from '../../remedies/fresh-weights.ts';
import { formatNumber } from '../format-number.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Change of the signal over all layers from which the initialisation matters: He et al. (2015) see 30 layers stall. */
const large = 8;

/** First weights that suit another activation: each layer loses a little of the signal, all together lose it. */
export const illMatchedWeights: Rule = {
  name: 'ill-matched-weights',
  family: 'initialization',
  title: 'an initialisation that does not suit the activation',
  rows: ['G5'],
  suspect({ layers, subject: { design } }) {
    const drift = signalDrift(design.network);
    if (drift < large && drift > 1 / large) return undefined;
    return {
      likelihood: 0.2,
      reason: `through the hidden layers the first weights change the signal ${formatNumber(drift)} times, where ReLU needs them to keep it`,
      ...layerOf(layers[0]),
      remedies: ['freshWeights'],
    };
  },
};
