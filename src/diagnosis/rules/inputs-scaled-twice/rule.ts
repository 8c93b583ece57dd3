import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Largest size of inputs that were divided by 255 twice: 1/255, rounded up. */
const tiny = 0.005;

/** Inputs so small that the first layer's biases and noise drown them: divided by 255 twice, or in the wrong unit. */
export const inputsScaledTwice: Rule = {
  name: 'inputs-scaled-twice',
  family: 'input-scaling',
  title: 'inputs scaled down to almost nothing',
  rows: ['G6'],
  suspect({ inputs }) {
    for (const { name, minimum, maximum } of inputs) {
      let largest = 0;
      for (let i = 0; i < minimum.length; i++) {
        largest = Math.max(largest, Math.abs(minimum[i]!), Math.abs(maximum[i]!));
      }
      if (!(largest > 0 && largest < tiny)) continue;
      return {
        likelihood: 0.6,
        reason: `no number of input '${name}' is larger than ${formatNumber(largest)}`,
        remedies: ['whitenedInputs'],
      };
    }
    return undefined;
  },
};
