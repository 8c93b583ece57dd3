import { expect, it } from 'vitest';
import type { TrialResult } from '../trials/trial.ts';
import { updateLimits, wholePlanLimits } from './update-limits.ts';

const pilot = (steps: number, seconds: number): TrialResult => ({
  applied: [],
  losses: [],
  score: 0,
  trainingScore: 0,
  steps,
  seconds,
  outcome: 'handler',
});

it('a training may take three seconds, in updates that are a power of two', () => {
  expect(updateLimits(500, pilot(64, 0.064), undefined)).toEqual({ planned: 500, affordable: 2048, isPlanKept: true });
  expect(updateLimits(500, pilot(64, 0.000064), undefined).affordable).toBe(8192);
});

it('a budget for the whole search shortens trainings', () => {
  expect(updateLimits(500, pilot(64, 0.064), 10).affordable).toBeLessThan(1000);
});

it('a plan that takes far longer is cut', () => {
  expect(updateLimits(100_000, pilot(64, 0.64), undefined).isPlanKept).toBe(false);
});

it('a pilot that broke off at once tells nothing of time', () => {
  expect(updateLimits(500, pilot(1, 0.3), undefined).affordable).toBe(2048);
});

it('what is cut at first follows its plan later, as far as the budget allows', () => {
  const slow = pilot(64, 0.64);
  const first = updateLimits(9000, slow, undefined);
  expect(first).toMatchObject({ affordable: 256, isPlanKept: false });
  expect(wholePlanLimits(first, pilot(64, 0.064), undefined, 3)).toMatchObject({ affordable: 9000, isPlanKept: true });
  expect(wholePlanLimits(first, slow, 240, 1)).toMatchObject({ affordable: 2250, isPlanKept: false });
  expect(wholePlanLimits(first, slow, 10, 3)).toBeUndefined();
  expect(wholePlanLimits(updateLimits(500, slow, undefined), slow, undefined, 3)).toBeUndefined();
});

it('leaves a part of the budget for long trainings where the first ones are cut', () => {
  const fast = pilot(64, 0.064);
  expect(updateLimits(100_000, fast, 60).affordable).toBe(512);
  expect(updateLimits(2000, fast, 60).affordable).toBe(2048);
});
