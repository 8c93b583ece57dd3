import { type RemedyName, remedyNames } from './index.ts';

/** Remedies that try another rate: a search over values, of which the whole recipe holds none. */
const rateRemedies: readonly RemedyName[] = [
  'learningRateTimes10',
  'learningRateTimes100',
  'learningRateTenth',
  'learningRateHundredth',
];

/** Remedies of single faults that do harm, or nothing, to a network without that fault. */
const specialRemedies: readonly RemedyName[] = [
  'noBatchNormalization',
  'boundedInputs',
  'lateDrop',
  'weightPenalty',
  'gradientClipping',
  'balancedClasses',
];

/** The article's whole recipe: every remedy but other rates and those that suit few networks. */
export const wholeRecipe: readonly RemedyName[] = remedyNames.filter(
  (name) => !rateRemedies.includes(name) && !specialRemedies.includes(name),
);
