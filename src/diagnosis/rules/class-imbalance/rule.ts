import { targetValues } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Share of the most frequent class from which the loss hardly feels the others. */
const lopsided = 0.9;

/** One class so frequent that always naming it is nearly right. */
export const classImbalance: Rule = {
  name: 'class-imbalance',
  family: 'data',
  title: 'classes that differ much in number',
  rows: ['D8'],
  suspect({ subject: { train }, task }) {
    if (task.kind !== 'yes-no' && task.kind !== 'classes') return undefined;
    const values = targetValues(train);
    const counts = new Map<number, number>();
    for (let row = 0; row < train.length; row++) {
      const sample = values.subarray(row * task.width, (row + 1) * task.width);
      const label = task.width === 1 ? sample[0]! : sample.indexOf(1);
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    const share = Math.max(...counts.values()) / train.length;
    if (share < lopsided) return undefined;
    return {
      likelihood: 0.3,
      reason: `${formatNumber(100 * share)} % of the samples are of one class`,
      remedies: ['balancedClasses'],
    };
  },
};
