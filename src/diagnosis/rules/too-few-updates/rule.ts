import { fallAtEnd } from '../curve.ts';
import { formatNumber } from '../format-number.ts';
import { plannedUpdates } from '../planned-updates.ts';
import type { Rule } from '../rule.ts';

/** Below each number of updates the likelihood that follows. Tuned on public cases. */
const likelihoods: readonly (readonly [updates: number, likelihood: number])[] = [
  [100, 0.7],
  [500, 0.5],
  [1000, 0.3],
];
const otherwise = 0.15;
/** Share of the fall of the loss in the last quarter of the epochs: 0.25 of a straight line, near 0 where it has ended. */
const stillFalling = 0.1;
const fallingLikelihood = 0.4;

/** A training that ends before it has got anywhere. */
export const tooFewUpdates: Rule = {
  name: 'too-few-updates',
  family: 'epochs',
  title: 'too few updates',
  rows: ['D4'],
  suspect({ subject, asIs: [trial] }) {
    const updates = plannedUpdates(subject);
    const likelihood = likelihoods.find(([most]) => updates < most)?.[1] ?? otherwise;
    const fall = trial && fallAtEnd(trial);
    const isFalling = fall !== undefined && fall > stillFalling;
    const sign = isFalling
      ? `, and ${formatNumber(100 * fall)} % of the fall of the loss come in the last quarter`
      : '';
    return {
      likelihood: isFalling ? Math.max(likelihood, fallingLikelihood) : likelihood,
      reason: `the whole training makes ${updates} updates${sign}`,
      remedies: ['moreEpochs'],
    };
  },
};
