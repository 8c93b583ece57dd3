import { targetValues } from '../../task.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/**
 * Difference of the targets of neighbours over that of any two samples, root mean squares: 1 in random order, 0 where the
 * samples are sorted by their target (von Neumann's ratio, 1941, halved and its root taken).
 */
const sorted = 0.5;

/** Samples in the order of their targets, and batches that keep it: each batch unlearns the one before. */
export const unshuffledBatches: Rule = {
  name: 'unshuffled-batches',
  family: 'data',
  title: 'sorted samples in unshuffled batches',
  rows: ['G6'],
  suspect({ subject: { design, train }, target, task }) {
    if (design.recipe.shuffle) return undefined;
    const values = targetValues(train);
    let squares = 0;
    for (let i = task.width; i < values.length; i++) squares += (values[i]! - values[i - task.width]!) ** 2;
    // Twice the variance is the mean square of the difference of any two.
    const variance = target.standardDeviation.reduce((sum, deviation) => sum + deviation ** 2, 0);
    const groups = target.standardDeviation.length;
    const perRow = (variance * task.width) / groups;
    const ratio = Math.sqrt(squares / (train.length - 1) / (2 * perRow));
    return {
      likelihood: ratio < sorted ? 0.6 : 0.05,
      reason:
        ratio < sorted
          ? `neighbouring samples differ in their targets ${formatNumber(ratio)} times as much as any two, and batches are not shuffled`
          : 'batches are not shuffled',
      remedies: ['shuffledBatches'],
    };
  },
};
