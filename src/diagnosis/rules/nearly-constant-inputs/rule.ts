import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Deviation over mean of a feature that stands still at first sight: a year, a pressure in pascal, a time stamp. */
const still = 0.01;

/** Features that vary little around a large mean: the network sees the mean and not the variation. */
export const nearlyConstantInputs: Rule = {
  name: 'nearly-constant-inputs',
  family: 'input-scaling',
  title: 'inputs that hardly vary around a large mean',
  rows: ['G6'],
  suspect({ inputs }) {
    let features = 0;
    let worst = { name: '', ratio: still, index: 0 };
    for (const { name, mean, standardDeviation } of inputs) {
      for (let i = 0; i < mean.length; i++) {
        const ratio = standardDeviation[i]! / Math.abs(mean[i]!);
        if (!(ratio > 0 && ratio < still)) continue;
        features++;
        if (ratio < worst.ratio) worst = { name, ratio, index: i };
      }
    }
    if (features === 0) return undefined;
    return {
      likelihood: 0.5,
      reason: `${features} features vary by less than ${formatNumber(100 * still)} % of their mean; feature ${worst.index} of '${worst.name}' by ${formatNumber(100 * worst.ratio)} %`,
      remedies: ['whitenedInputs'],
    };
  },
};
