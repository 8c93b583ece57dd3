import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { TrainingState } from '../events.ts';
import { LookSchedule } from './look-schedule.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

const place = { samples: 320, stepsPerEpoch: 10, recipe: { batchSize: 32 } };

/** Steps that are looked into where steps and looks take so many milliseconds. */
function looksOf(totalSteps: number, { stepMs, lookMs }: { stepMs: number; lookMs: number }): number[] {
  const schedule = new LookSchedule();
  const steps: number[] = [];
  for (let step = 0; step < totalSteps; step++) {
    const isDue = schedule.isDue({ ...place, step, totalSteps } as TrainingState);
    vi.advanceTimersByTime(stepMs);
    if (!isDue) continue;
    vi.advanceTimersByTime(lookMs);
    schedule.count();
    steps.push(step + 1);
  }
  return steps;
}

it('a training of two thousand tiny steps is looked into about twenty times, evenly', () => {
  const steps = looksOf(2000, { stepMs: 0.05, lookMs: 0.4 });
  expect(steps.slice(0, 3)).toEqual([2, 10, 20]);
  expect(steps.at(-1)).toBe(2000);
  expect(steps.length).toBeGreaterThan(20);
  expect(steps.length).toBeLessThan(26);
  const gaps = steps.slice(3).map((step, index) => step - steps[index + 2]!);
  expect(Math.max(...gaps)).toBeLessThanOrEqual(110);
});

it.each([
  ['tiny', 80_000, 0.05, 0.4],
  ['small', 20_000, 5, 3],
  ['large', 2000, 1000, 500],
])(
  'looks into a long training of %s steps take no more than a four-hundredth of its time',
  (_, total, stepMs, lookMs) => {
    const steps = looksOf(total, { stepMs, lookMs });
    // Those that compile, the last, and the one that is under way are on top.
    const share = ((steps.length - 4) * lookMs) / (total * stepMs);
    expect(share).toBeLessThan(0.0025);
    expect(share).toBeGreaterThan(0.0005);
  },
);

it('a short training whose looks are dear is looked into on a fiftieth of a second of credit', () => {
  expect(looksOf(300, { stepMs: 200, lookMs: 100 }).length).toBeLessThan(8);
});
