import { describe, expect, it } from 'vitest';
import type { TrialResult } from '../trials/trial.ts';
import { fallAtEnd, highestLoss, lastLoss } from './curve.ts';

const curve = (losses: readonly number[], earlyLosses?: readonly number[]): TrialResult => ({
  applied: [],
  losses,
  score: 0,
  trainingScore: 0,
  steps: losses.length,
  seconds: 0,
  outcome: 'completed',
  ...(earlyLosses && { earlyLosses }),
});

describe('fallAtEnd', () => {
  it('is a quarter of a straight fall, and nothing of one that has ended', () => {
    expect(fallAtEnd(curve([9, 8, 7, 6, 5, 4, 3, 2, 1]))).toBeCloseTo(3 / 8);
    expect(fallAtEnd(curve([9, 1, 1, 1, 1, 1, 1, 1]))).toBe(0);
  });

  it('is unknown of short curves and of those that do not fall', () => {
    expect(fallAtEnd(curve([3, 2, 1]))).toBeUndefined();
    expect(fallAtEnd(curve([1, 1, 1, 2]))).toBeUndefined();
  });
});

describe('highestLoss and lastLoss', () => {
  it('compare with the first step where it is known', () => {
    expect(highestLoss(curve([4, 1], [2, 10, 3]))).toBe(5);
    expect(lastLoss(curve([4, 1], [2, 10, 3]))).toBe(0.5);
    expect(lastLoss(curve([4, 1]))).toBe(0.25);
    expect(highestLoss(curve([]))).toBe(1);
    expect(lastLoss(curve([]))).toBeUndefined();
  });
});
