import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';
import { rateLikelihood } from '../usual-rates.ts';

/** A learning rate that hardly moves the weights. */
export const learningRateTooLow: Rule = {
  name: 'learning-rate-too-low',
  family: 'learning-rate',
  title: 'the learning rate is too low',
  rows: ['D3'],
  suspect: ({ subject: { design } }) => ({
    likelihood: rateLikelihood(design, 'low'),
    reason: `${design.recipe.optimizer.name} at ${formatNumber(design.recipe.optimizer.learningRate)}`,
    remedies: ['learningRateTimes10', 'learningRateTimes100'],
  }),
};
