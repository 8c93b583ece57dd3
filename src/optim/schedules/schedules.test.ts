import { describe, expect, it } from 'vitest';
import { createSchedule, type ScheduleOptions, scheduleOptions, schedules } from './schedules.ts';

const context = { learningRate: 0.5, totalSteps: 20 };
const samples: [string, ScheduleOptions][] = Object.values(schedules).flatMap(({ samples }) =>
  samples.map((options): [string, ScheduleOptions] => [JSON.stringify(options), options]),
);
const allSteps = Array.from({ length: context.totalSteps }, (_, step) => step);

describe.each(samples)('the schedule %s', (_title, options) => {
  it('depends on the step alone, whatever was asked before', () => {
    const schedule = createSchedule(options, context);
    const forwards = allSteps.map(schedule);
    const backwards = [...allSteps].reverse().map(createSchedule(options, context)).reverse();
    expect(backwards).toEqual(forwards);
    expect(schedule(0)).toBe(forwards[0]);
  });

  it('gives finite rates of 0 or more, in proportion to the learning rate', () => {
    const rates = allSteps.map(createSchedule(options, context));
    expect(rates.every((rate) => Number.isFinite(rate) && rate >= 0)).toBe(true);
    expect(allSteps.map(createSchedule(options, { ...context, learningRate: 1 }))).toEqual(
      rates.map((rate) => rate * 2),
    );
  });

  it('survives being written to a recipe and read again', () => {
    expect(scheduleOptions.parse(JSON.parse(JSON.stringify(options)))).toEqual(options);
  });
});

describe('the catalogue of schedules', () => {
  it.each(Object.entries(schedules))('holds %s under its own name', (name, entry) => {
    expect(entry.name).toBe(name);
    expect(entry.summary).toMatch(/^[a-z][^.]{9,78}$/);
    expect(entry.samples.length).toBeGreaterThan(0);
  });
});

describe('the constant schedule', () => {
  it('is the learning rate of the optimizer', () => {
    expect(allSteps.map(createSchedule({ name: 'constant' }, context))).toEqual(allSteps.map(() => 0.5));
  });
});

describe('the step schedule', () => {
  it("multiplies by gamma after every stepSize steps, as PyTorch's StepLR does", () => {
    const schedule = createSchedule({ name: 'step', stepSize: 3, gamma: 0.5 }, { learningRate: 8, totalSteps: 8 });
    expect([0, 1, 2, 3, 4, 5, 6, 7].map(schedule)).toEqual([8, 8, 8, 4, 4, 4, 2, 2]);
  });

  it.each([{ stepSize: 0 }, { stepSize: 1.5 }, { stepSize: 3, gamma: 0 }, { stepSize: 3, factor: 0.5 }, {}])(
    'refuses the options %o',
    (options) => {
      expect(scheduleOptions.safeParse({ name: 'step', ...options }).success).toBe(false);
    },
  );
});
