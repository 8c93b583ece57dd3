import type { Evidence } from '../../evidence/evidence.ts';
import { rateLikelihood } from '../../remedies/usual-rates.ts';
import { highestLoss, lastLoss } from '../curve.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** A first update of this share of the weights throws them away. About 1e-3 is healthy. */
const leap = 0.3;
/** Highest loss over the first one: fastai ends its range test at 4 times the least. */
const spike = 4;

/** A learning rate that diverges, or kills units in one leap. */
export const learningRateTooHigh: Rule = {
  name: 'learning-rate-too-high',
  family: 'learning-rate',
  title: 'the learning rate is too high',
  rows: ['D2'],
  suspect(evidence) {
    const { name, learningRate } = evidence.subject.design.recipe.optimizer;
    const { likelihood, sign } = judge(evidence);
    return {
      likelihood: Math.max(likelihood, rateLikelihood(evidence.subject.design, 'high')),
      reason: `${name} at ${formatNumber(learningRate)}${sign}`,
      remedies: ['usualRate', 'learningRateTenth', 'learningRateHundredth'],
    };
  },
};

/** What start and curve say beyond the rate itself. */
function judge({ asIs, start }: Evidence): { likelihood: number; sign: string } {
  const [trial] = asIs;
  if (asIs.some(({ outcome }) => outcome === 'non-finite')) {
    return { likelihood: 0.6, sign: ': a loss or gradient is not finite after some steps' };
  }
  const [highest, last] = [trial && highestLoss(trial), trial && lastLoss(trial)];
  if (last !== undefined && last > 1) {
    return { likelihood: 0.5, sign: `: the loss ends at ${formatNumber(last)} times its first value` };
  }
  if (highest !== undefined && highest > spike) {
    return { likelihood: 0.5, sign: `: the loss leaps to ${formatNumber(highest)} times its first value` };
  }
  const update = Math.max(0, ...(start?.weighted ?? []).map(({ updateRatio = 0 }) => updateRatio));
  if (update > leap) {
    return { likelihood: 0.4, sign: `: the first step changes a layer's weights by ${formatNumber(100 * update)} %` };
  }
  return { likelihood: 0, sign: '' };
}
