import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link step}. */
export const stepOptions = z.strictObject({
  name: z.literal('step'),
  /** Number of optimizer steps between two changes. */
  stepSize: z.int().positive(),
  /** Factor of each change. */
  gamma: z.number().positive().default(0.1),
});

export type StepOptions = z.infer<typeof stepOptions>;

/**
 * Multiplies the learning rate by gamma every `stepSize` steps: α γ^⌊step / stepSize⌋, the closed form of PyTorch's
 * `StepLR`, which is mostly stepped once an epoch where this counts optimizer steps.
 */
export const step: ScheduleDefinition<StepOptions> = {
  name: 'step',
  summary: 'multiplies the learning rate by gamma every stepSize steps',
  create:
    ({ stepSize, gamma }, { learningRate }) =>
    (now) =>
      learningRate * gamma ** Math.floor(now / stepSize),
  samples: [
    { name: 'step', stepSize: 3, gamma: 0.1 },
    { name: 'step', stepSize: 1, gamma: 0.99 },
  ],
};
