import { describe, expect, it } from 'vitest';
import { compressSchedule } from './compress-schedule.ts';
import { createSchedule, type ScheduleOptions, scheduleOptions } from './schedules.ts';

const long: readonly ScheduleOptions[] = [
  { name: 'constant' },
  { name: 'step', stepSize: 300, gamma: 0.1 },
  { name: 'multiStep', milestones: [300, 900], gamma: 0.1 },
  { name: 'exponential', gamma: 0.999 },
  { name: 'polynomial', steps: 600 },
  { name: 'cosine', period: 400 },
  { name: 'cosine' },
  { name: 'oneCycle' },
  { name: 'finalDecay' },
  { name: 'inverseTime', rate: 2, decaySteps: 500 },
  { name: 'piecewise', boundaries: [300, 800], factors: [1, 0.5, 0.1] },
  { name: 'cyclic', riseSteps: 100, fallSteps: 200, gamma: 0.9995 },
  { name: 'warmup', steps: 200, schedule: { name: 'multiStep', milestones: [400], gamma: 0.1 } },
].map((options) => scheduleOptions.parse(options));

describe('compressSchedule', () => {
  it.each(long)('runs through $name in a tenth of the steps', (options) => {
    const factor = 10;
    const whole = createSchedule(options, { learningRate: 1, totalSteps: 1200 });
    const short = createSchedule(compressSchedule(options, factor), { learningRate: 1, totalSteps: 120 });
    // The first and the last step of what one step stands for, in case the rate jumps within.
    for (let step = 0; step < 120; step++) {
      const around = [0, factor / 2, factor - 1].map((offset) => whole(step * factor + offset));
      const [low, high] = [Math.min(...around), Math.max(...around)];
      expect(short(step)).toBeGreaterThanOrEqual(low - 0.06);
      expect(short(step)).toBeLessThanOrEqual(high + 0.06);
    }
  });

  it('keeps how far the rate falls where changes come closer than the steps that are left', () => {
    const compressed = compressSchedule(scheduleOptions.parse({ name: 'step', stepSize: 2, gamma: 0.99 }), 50);
    const rate = createSchedule(compressed, { learningRate: 1, totalSteps: 20 });
    expect(compressed).toMatchObject({ stepSize: 1 });
    expect(rate(19)).toBeCloseTo(0.99 ** (19 * 25), 12);
  });
});
