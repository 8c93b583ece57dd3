import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Outputs that change when another sample of the batch does: axes mixed up, in a reshape or a softmax (D7). */
export const mixedSamples: Rule = {
  name: 'mixed-samples',
  family: 'layout',
  title: 'outputs depend on other samples of the batch',
  rows: ['D7'],
  suspect({ flow }) {
    const rows = flow?.rows;
    if (rows === undefined || rows.moved === 0) return undefined;
    return {
      likelihood: 0.9,
      isCertain: true,
      reason: `one sample was exchanged for another, and the outputs of ${rows.moved} of ${rows.others} others changed by up to ${formatNumber(rows.largestChange)} deviations`,
      remedies: ['batchFirst', 'softmaxOverClasses'],
      measured: {
        status: 'confirmed',
        quantity: 'samples whose outputs changed when another sample did',
        found: rows.moved,
        expected: 0,
      },
    };
  },
};
