import { formatNumber } from '../format-number.ts';
import { largestScale } from '../largest-scale.ts';
import type { Rule } from '../rule.ts';

/** Above each of these the likelihood that follows. Tuned on public cases. */
const likelihoods: readonly (readonly [scale: number, likelihood: number])[] = [
  [100, 0.7],
  [10, 0.5],
  [3, 0.3],
];
const otherwise = 0.12;

/** Numbers to predict whose mean or deviation is far from what a fresh network puts out. */
export const unscaledTargets: Rule = {
  name: 'unscaled-targets',
  family: 'target-scaling',
  title: 'targets that are not scaled',
  rows: ['G6'],
  suspect({ target, task }) {
    if (task.kind !== 'numbers') return undefined;
    const worst = largestScale(target);
    return {
      likelihood: likelihoods.find(([scale]) => worst > scale)?.[1] ?? otherwise,
      reason: `targets of mean or deviation up to ${formatNumber(worst)}, where 0 and 1 are best`,
      remedies: ['scaledTargets'],
    };
  },
};
