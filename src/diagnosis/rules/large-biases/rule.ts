import { layersWithLargeBias } from '../../remedies/biases.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** First biases so far from 0 that they decide what a unit puts out, and the inputs do not. */
export const largeBiases: Rule = {
  name: 'large-biases',
  family: 'initialization',
  title: 'the first biases are far from 0',
  rows: ['G4', 'G5'],
  suspect({ subject: { design } }) {
    const [first] = layersWithLargeBias(design);
    if (first === undefined) return undefined;
    return {
      likelihood: 0.45,
      reason: 'the first biases are larger than 1 on average, which is what the weighted inputs come to',
      ...layerOf(first),
      remedies: ['zeroBiases'],
    };
  },
};
