import * as z from 'zod';
import { nameOrOptions } from '../name-or-options.ts';
import { createPlainSchedule, plainScheduleOptions } from './plain-schedules.ts';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link warmup}. */
export const warmupOptions = z.strictObject({
  name: z.literal('warmup'),
  /** Optimizer steps before the learning rate is reached. */
  steps: z.int().positive(),
  /** Share of the learning rate that the first step has. */
  initialFactor: z.number().min(0).max(1).default(0.01),
  /** What follows, on the steps that are left. */
  schedule: nameOrOptions(plainScheduleOptions).prefault('constant'),
});

export type WarmupOptions = z.infer<typeof warmupOptions>;

/**
 * Rises to the learning rate in a straight line and hands over to another schedule, for which the step after the rise is
 * the first: α (f + (1 − f) step / steps). The rise is PyTorch's `LinearLR`, both together its `SequentialLR`.
 */
export const warmup: ScheduleDefinition<WarmupOptions> = {
  name: 'warmup',
  summary: 'rises to the learning rate, then follows another schedule',
  create({ steps, initialFactor, schedule }, { learningRate, totalSteps }) {
    const following = createPlainSchedule(schedule, { learningRate, totalSteps: Math.max(1, totalSteps - steps) });
    return (now) =>
      now < steps ? learningRate * (initialFactor + (1 - initialFactor) * (now / steps)) : following(now - steps);
  },
  samples: [
    warmupOptions.parse({ name: 'warmup', steps: 5 }),
    warmupOptions.parse({ name: 'warmup', steps: 3, initialFactor: 0, schedule: 'cosine' }),
    warmupOptions.parse({ name: 'warmup', steps: 50, schedule: { name: 'step', stepSize: 4 } }),
  ],
};
