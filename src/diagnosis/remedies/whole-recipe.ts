import { type RemedyName, remedyNames } from './index.ts';

/** Remedies that try another rate: a search over values, of which the whole recipe holds none. */
const rateRemedies: readonly RemedyName[] = [
  'learningRateTimes10',
  'learningRateTimes100',
  'learningRateTenth',
  'learningRateHundredth',
];

/** The article's whole recipe: every remedy but other rates, and but taking batch normalisation away, which helps to learn. */
export const wholeRecipe: readonly RemedyName[] = remedyNames.filter(
  (name) => !rateRemedies.includes(name) && name !== 'noBatchNormalization',
);
