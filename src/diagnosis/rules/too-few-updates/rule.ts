import { plannedUpdates } from '../planned-updates.ts';
import type { Rule } from '../rule.ts';

/** Below each number of updates the likelihood that follows. Tuned on public cases. */
const likelihoods: readonly (readonly [updates: number, likelihood: number])[] = [
  [100, 0.7],
  [500, 0.5],
  [1000, 0.3],
];
const otherwise = 0.15;

/** A training that ends before it has got anywhere. */
export const tooFewUpdates: Rule = {
  name: 'too-few-updates',
  family: 'epochs',
  title: 'too few updates',
  rows: ['D4'],
  suspect({ subject }) {
    const updates = plannedUpdates(subject);
    return {
      likelihood: likelihoods.find(([most]) => updates < most)?.[1] ?? otherwise,
      reason: `the whole training makes ${updates} updates`,
      remedies: ['moreEpochs'],
    };
  },
};
