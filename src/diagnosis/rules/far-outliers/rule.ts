import { findOutliers } from '../../../data/index.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** A few values so far from all others that whatever scale suits them leaves nothing of the rest. */
export const farOutliers: Rule = {
  name: 'far-outliers',
  family: 'input-scaling',
  title: 'a few input values far from all others',
  rows: ['G7', 'C5'],
  suspect({ subject: { design, train }, inputs }) {
    const areFinite = inputs.every(({ nonFiniteCount }) => nonFiniteCount.every((count) => count === 0));
    if (design.network.preparation !== undefined || !areFinite) return undefined;
    const outliers = findOutliers(train);
    if (outliers.length === 0) return undefined;
    const { place, value, low, high, timesTheRest } = outliers.reduce((a, b) =>
      b.timesTheRest > a.timesTheRest ? b : a,
    );
    return {
      likelihood: 0.7,
      reason: `${place} has the value ${formatNumber(value)}, while half of all lie between ${formatNumber(low)} and ${formatNumber(high)}: ${formatNumber(timesTheRest)} times as far from the median as nearly all others${outliers.length > 1 ? `; ${outliers.length} features have such values` : ''}`,
      remedies: ['clippedInputs'],
    };
  },
};
