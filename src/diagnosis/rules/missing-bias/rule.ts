import { layersWithoutBias } from '../../remedies/biases.ts';
import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Layers that can shift nothing: a network without biases answers 0 where its inputs are 0 (G4). */
export const missingBias: Rule = {
  name: 'missing-bias',
  family: 'layers',
  title: 'no bias',
  rows: ['G4'],
  suspect({ layers, subject: { design } }) {
    const without = layersWithoutBias(design.network);
    if (without.length === 0) return undefined;
    const all = without.length === layers.length;
    return {
      likelihood: all ? 0.4 : 0.1,
      reason: `${without.length} of ${layers.length} layers have no bias, and no normalisation that shifts in its place`,
      ...layerOf(without[0]),
      remedies: ['addedBiases'],
    };
  },
};
