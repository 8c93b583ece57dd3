/** Comparisons: variations of a recipe, what their scores say beyond chance, how far outputs move with the input. */
export {
  bandOf,
  type Comparison,
  type Score,
  type SeededTrial,
  summarizeComparison,
  type VariantSummary,
  type Verdict,
} from './comparison.ts';
export {
  type Decision,
  type InvarianceOptions,
  type InvarianceResult,
  measureInvariance,
  type OutputChange,
} from './invariance/measure-invariance.ts';
export { type TransformationName, transformations } from './invariance/transformations.ts';
export { type Difference, pairedDifference, type Spread } from './spread.ts';
export { LossCurve, type Trial, trialSchema } from './trial.ts';
export { chooseVariation, type Variation, variations } from './variations/index.ts';
