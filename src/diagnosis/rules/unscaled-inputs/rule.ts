import { formatNumber } from '../format-number.ts';
import { largestScale } from '../largest-scale.ts';
import type { Rule } from '../rule.ts';

/** Above each of these the likelihood that follows. Tuned on public cases. */
const likelihoods: readonly (readonly [scale: number, likelihood: number])[] = [
  [100, 0.8],
  [10, 0.55],
  [3, 0.3],
];
const otherwise = 0.15;

/** Inputs whose mean or deviation is far from those of whitened ones (G6). */
export const unscaledInputs: Rule = {
  name: 'unscaled-inputs',
  family: 'input-scaling',
  title: 'inputs that are not scaled',
  rows: ['G6'],
  suspect({ inputs }) {
    const worst = Math.max(...inputs.map(largestScale));
    return {
      likelihood: likelihoods.find(([scale]) => worst > scale)?.[1] ?? otherwise,
      reason: `inputs of mean or deviation up to ${formatNumber(worst)}, where 0 and 1 are best`,
      remedies: ['whitenedInputs'],
    };
  },
};
