import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link inverseTime}. */
export const inverseTimeOptions = z.strictObject({
  name: z.literal('inverseTime'),
  /** How fast the rate falls: after `decaySteps` steps it is divided by 1 + rate. */
  rate: z.number().nonnegative(),
  decaySteps: z.number().positive().default(1),
  /** Whether the rate changes only after whole multiples of `decaySteps`. */
  staircase: z.boolean().default(false),
});

export type InverseTimeOptions = z.infer<typeof inverseTimeOptions>;

/**
 * Divides the learning rate by what grows with the steps: α / (1 + rate · step / decaySteps), as Keras's
 * `InverseTimeDecay`, and with `decaySteps` 1 the option `decay` of Keras 2's optimizers.
 */
export const inverseTime: ScheduleDefinition<InverseTimeOptions> = {
  name: 'inverseTime',
  summary: 'divides the learning rate by one more share at every step',
  create:
    ({ rate, decaySteps, staircase }, { learningRate }) =>
    (now) =>
      learningRate / (1 + rate * (staircase ? Math.floor(now / decaySteps) : now / decaySteps)),
  samples: [
    inverseTimeOptions.parse({ name: 'inverseTime', rate: 0.5 }),
    inverseTimeOptions.parse({ name: 'inverseTime', rate: 2, decaySteps: 5, staircase: true }),
  ],
};
