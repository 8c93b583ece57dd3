import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link exponential}. */
export const exponentialOptions = z.strictObject({
  name: z.literal('exponential'),
  /** Factor of every step, just below 1: 0.9995 halves the rate in 1 386 steps. */
  gamma: z.number().positive(),
});

export type ExponentialOptions = z.infer<typeof exponentialOptions>;

/**
 * Multiplies the learning rate by gamma at every step: α γ^step, as PyTorch's `ExponentialLR`, which is mostly stepped
 * once an epoch where this counts optimizer steps.
 */
export const exponential: ScheduleDefinition<ExponentialOptions> = {
  name: 'exponential',
  summary: 'multiplies the learning rate by gamma at every step',
  create:
    ({ gamma }, { learningRate }) =>
    (now) =>
      learningRate * gamma ** now,
  samples: [
    { name: 'exponential', gamma: 0.9 },
    { name: 'exponential', gamma: 1.05 },
  ],
};
