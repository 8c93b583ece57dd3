import { describe, expect, it } from 'vitest';
import { createSchedule, type ScheduleOptions, scheduleOptions, scheduleSchema, schedules } from './schedules.ts';

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

  it('gives a finite rate where the run has a single step', () => {
    expect(createSchedule(options, { learningRate: 1, totalSteps: 1 })(0)).toBeLessThanOrEqual(1);
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

describe('the multi-step schedule', () => {
  it('multiplies by gamma at each milestone, whatever their order', () => {
    const options = scheduleOptions.parse({ name: 'multiStep', milestones: [5, 2], gamma: 0.5 });
    const schedule = createSchedule(options, { learningRate: 8, totalSteps: 7 });
    expect([0, 1, 2, 3, 4, 5, 6].map(schedule)).toEqual([8, 8, 4, 4, 4, 2, 2]);
  });
});

describe('the cosine schedule', () => {
  it('starts anew after each period, and each further period is longer', () => {
    const options = scheduleOptions.parse({ name: 'cosine', period: 2, periodFactor: 2 });
    const schedule = createSchedule(options, { learningRate: 1, totalSteps: 100 });
    const starts = Array.from({ length: 31 }, (_, step) => step).filter((step) => schedule(step) === 1);
    expect(starts).toEqual([0, 2, 6, 14, 30]);
  });
});

describe('the final decay', () => {
  it('keeps the rate for nine tenths of the run and then lowers it tenfold (G8)', () => {
    const schedule = createSchedule(scheduleOptions.parse({ name: 'finalDecay' }), {
      learningRate: 1,
      totalSteps: 1000,
    });
    expect([0, 500, 899].map(schedule)).toEqual([1, 1, 1]);
    expect(schedule(900)).toBeLessThan(1);
    expect(schedule(949)).toBeCloseTo(Math.sqrt(0.1), 12);
    expect(schedule(999)).toBeCloseTo(0.1, 12);
  });

  it('still ends at the lowest rate where the run has few steps', () => {
    const schedule = createSchedule(scheduleOptions.parse({ name: 'finalDecay' }), { learningRate: 1, totalSteps: 3 });
    expect([0, 1, 2].map(schedule)).toEqual([1, 1, 0.1]);
  });
});

describe('the warm-up', () => {
  it('gives the schedule that follows the steps that are left', () => {
    const context = { learningRate: 1, totalSteps: 110 };
    const schedule = createSchedule(
      scheduleSchema.parse({ name: 'warmup', steps: 10, schedule: 'finalDecay' }),
      context,
    );
    const following = createSchedule(scheduleSchema.parse('finalDecay'), { learningRate: 1, totalSteps: 100 });
    expect(schedule(0)).toBe(0.01);
    expect(schedule(5)).toBeCloseTo(0.505, 12);
    for (const step of [10, 60, 99, 105, 109]) expect(schedule(step)).toBe(following(step - 10));
  });

  it('takes no other warm-up to follow', () => {
    const options = { name: 'warmup', steps: 10, schedule: { name: 'warmup', steps: 3 } };
    const { error } = scheduleOptions.safeParse(options);
    expect(error?.issues.map(({ path }) => path.join('.'))).toEqual(['schedule.name']);
  });
});
