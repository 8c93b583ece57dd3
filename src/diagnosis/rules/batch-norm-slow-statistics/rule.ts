import { batchNormMomenta } from '../../remedies/batch-norm-momentum.ts';
import { formatNumber } from '../format-number.ts';
import { plannedUpdates } from '../planned-updates.ts';
import type { Rule } from '../rule.ts';

/** Share of the first running statistics, which know nothing of the data, that is left after training. */
const leftOver = 0.05;
/** Difference of training and evaluation form over the deviation of the outputs, after training. */
const wideGap = 0.5;

/** Running statistics of batch normalisation that lag behind: good in training, bad in evaluation. */
export const batchNormSlowStatistics: Rule = {
  name: 'batch-norm-slow-statistics',
  family: 'batch-normalization',
  title: 'batch normalisation whose running statistics lag behind',
  rows: ['D5'],
  suspect({ subject, asIs }) {
    const momenta = batchNormMomenta(subject.design.network);
    const [slowest] = momenta.toSorted((a, b) => b.momentum - a.momentum);
    if (slowest === undefined) return undefined;
    const updates = plannedUpdates(subject);
    const left = slowest.momentum ** updates;
    const gap = asIs[0]?.end?.batchNormGap ?? 0;
    if (left < leftOver && gap < wideGap) return undefined;
    return {
      likelihood: gap > wideGap ? 0.6 : 0.4,
      reason:
        left < leftOver
          ? `after training, outputs in evaluation lie ${formatNumber(gap)} deviations from those in training`
          : `with momentum ${formatNumber(slowest.momentum)}, ${formatNumber(100 * left)} % of the first running statistics are left after ${updates} updates`,
      ...(slowest.node.layer === undefined ? {} : { layer: slowest.node.layer }),
      remedies: ['fasterStatistics', 'moreEpochs'],
    };
  },
};
