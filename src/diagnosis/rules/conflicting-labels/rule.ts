import { intervalOf, surely } from '../../evidence/data/compare.ts';
import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Share of samples that no answer can get right, from which on it is a fault. */
const tooMany = 0.05;

/** Copies of the same sample with different classes: whatever a network answers, some of them are wrong. */
export const conflictingLabels: Rule = {
  name: 'conflicting-labels',
  family: 'data',
  title: 'the same inputs with different targets',
  rows: ['D8'],
  suspect({ data, task }) {
    if (task.kind !== 'yes-no' && task.kind !== 'classes') return undefined;
    const { conflicts, training } = data ?? {};
    // Inputs of few values are equal by chance, and their targets may well differ.
    if (conflicts === undefined || training === undefined || !conflicts.areFractions) return undefined;
    const share = conflicts.contradicted / training.samples;
    const error = Math.sqrt((share * (1 - share)) / training.samples);
    if (share - surely * error < tooMany) return undefined;
    return {
      likelihood: 0.6,
      reason: `of ${training.samples} training samples ${conflicts.repeated} have the inputs of another one, and ${conflicts.contradicted} (${formatNumber(100 * share)} %) cannot be answered right since their copies have another target`,
      remedies: [],
      measured: {
        status: 'confirmed',
        quantity: 'share of samples that contradict their copies',
        found: share,
        expected: 0,
        interval: intervalOf({ value: share, error }),
      },
    };
  },
};
