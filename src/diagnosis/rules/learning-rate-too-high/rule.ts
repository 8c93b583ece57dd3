import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';
import { rateLikelihood } from '../usual-rates.ts';

/** A learning rate that diverges, or kills units in one leap. */
export const learningRateTooHigh: Rule = {
  name: 'learning-rate-too-high',
  family: 'learning-rate',
  title: 'the learning rate is too high',
  rows: ['D2'],
  suspect: ({ subject: { design } }) => ({
    likelihood: rateLikelihood(design, 'high'),
    reason: `${design.recipe.optimizer.name} at ${formatNumber(design.recipe.optimizer.learningRate)}`,
    remedies: ['learningRateTenth', 'learningRateHundredth'],
  }),
};
