import { layerOf } from '../layer-of.ts';
import type { Rule } from '../rule.ts';

/** Units of the narrowest hidden layer up to which, and how likely it then is too narrow. Tuned on public cases. */
const likelihoods: readonly (readonly [units: number, likelihood: number])[] = [
  [1, 0.7],
  [2, 0.35],
  [4, 0.2],
  [15, 0.08],
];
const otherwise = 0.03;

/** A hidden layer too narrow to carry what the task needs. */
export const tooFewUnits: Rule = {
  name: 'too-few-units',
  family: 'capacity',
  title: 'too few units',
  rows: ['G9'],
  suspect({ layers }) {
    const [narrowest] = layers.filter(({ isLast }) => !isLast).sort((a, b) => a.units - b.units);
    if (narrowest === undefined) return undefined;
    return {
      likelihood: likelihoods.find(([units]) => narrowest.units <= units)?.[1] ?? otherwise,
      reason: `the narrowest hidden layer has ${narrowest.units} units`,
      ...layerOf(narrowest),
      remedies: ['widerLayers'],
    };
  },
};
