import { hasNone, intervalOf, nameOfScore } from '../../evidence/data/compare.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Share of the targets' spread that few samples may leave open: with more samples less is open. */
const mostLeftOpen = 0.35;

/** Inputs that tell nothing of the targets, in training and in validation. */
export const noSignal: Rule = {
  name: 'no-signal',
  family: 'data',
  title: 'inputs that say nothing of the targets',
  rows: ['G6', 'D1'],
  suspect({ data, task }) {
    const { training, validation, across } = data ?? {};
    if (training === undefined) return undefined;
    const measured = [training, validation, across].filter((signal) => signal !== undefined);
    if (!measured.every((signal) => hasNone(signal, mostLeftOpen))) return undefined;
    const { score, scoreError, floor, samples } = training;
    return {
      likelihood: 0.3,
      reason: `what ${samples} training samples teach ridge regression, kernel regression and nearest neighbours does not tell the target of another: ${nameOfScore(task.kind)} ${formatNumber(score)}, ${formatNumber(floor)} for a constant answer. Either other inputs are needed, or targets were mixed up in all parts alike`,
      remedies: [],
      isRefutedByLearning: true,
      measured: {
        status: 'confirmed',
        quantity: `${nameOfScore(task.kind)} of reference learners`,
        found: score,
        expected: floor,
        interval: intervalOf({ value: score - floor, error: scoreError }),
      },
    };
  },
};
