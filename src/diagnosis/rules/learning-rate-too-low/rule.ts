import type { Evidence } from '../../evidence/evidence.ts';
import { rateLikelihood } from '../../remedies/usual-rates.ts';
import { fallAtEnd, lastLoss } from '../curve.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** A first update of this share of the weights hardly moves them. About 1e-3 is healthy. */
const crawl = 1e-4;
/** Share of the fall of the loss in the last quarter: 0.25 of a straight line, near 0 of a training that has ended. */
const straight = 0.15;
/** Last loss over the first that is not much of a fall. */
const hardly = 0.5;

/** A learning rate that hardly moves the weights. */
export const learningRateTooLow: Rule = {
  name: 'learning-rate-too-low',
  family: 'learning-rate',
  title: 'the learning rate is too low',
  rows: ['D3'],
  suspect(evidence) {
    const { name, learningRate } = evidence.subject.design.recipe.optimizer;
    const { likelihood, sign } = judge(evidence);
    return {
      likelihood: Math.max(likelihood, rateLikelihood(evidence.subject.design, 'low')),
      reason: `${name} at ${formatNumber(learningRate)}${sign}`,
      remedies: ['usualRate', 'learningRateTimes10', 'learningRateTimes100'],
    };
  },
};

/** What start and curve say beyond the rate itself. */
function judge({ asIs: [trial], start }: Evidence): { likelihood: number; sign: string } {
  const [fall, last] = [trial && fallAtEnd(trial), trial && lastLoss(trial)];
  if (fall !== undefined && fall > straight && last !== undefined && last > hardly) {
    return {
      likelihood: 0.4,
      sign: `: the loss falls in a nearly straight line, to ${formatNumber(100 * last)} % of its first value`,
    };
  }
  const updates = (start?.weighted ?? []).flatMap(({ updateRatio }) => updateRatio ?? []);
  const largest = Math.max(0, ...updates);
  if (largest > 0 && largest < crawl) {
    return {
      likelihood: 0.4,
      sign: `: the first step changes no layer's weights by more than ${formatNumber(100 * largest)} %`,
    };
  }
  return { likelihood: 0, sign: '' };
}
