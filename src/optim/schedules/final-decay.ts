import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link finalDecay}. */
export const finalDecayOptions = z.strictObject({
  name: z.literal('finalDecay'),
  /** Share of the run, at its end, over which the rate falls. */
  fraction: z.number().gt(0).max(1).default(0.1),
  /** Share of the learning rate that the last step has. */
  factor: z.number().gt(0).max(1).default(0.1),
});

export type FinalDecayOptions = z.infer<typeof finalDecayOptions>;

/**
 * The same learning rate for most of the run, then a short fall at the very end, by default tenfold over the last tenth:
 * what Adam gains by a decay it gains there (mission G8). The fall is by the same factor at every step.
 */
export const finalDecay: ScheduleDefinition<FinalDecayOptions> = {
  name: 'finalDecay',
  summary: 'constant, then a short tenfold decay at the very end',
  create({ fraction, factor }, { learningRate, totalSteps }) {
    const decaySteps = Math.max(1, Math.round(fraction * totalSteps));
    const constantSteps = totalSteps - decaySteps;
    return (now) => {
      const decayed = Math.min(Math.max(0, now + 1 - constantSteps), decaySteps);
      return learningRate * factor ** (decayed / decaySteps);
    };
  },
  samples: [
    finalDecayOptions.parse({ name: 'finalDecay' }),
    finalDecayOptions.parse({ name: 'finalDecay', fraction: 0.5, factor: 0.01 }),
  ],
};
