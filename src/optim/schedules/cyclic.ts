import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link cyclic}. */
export const cyclicOptions = z.strictObject({
  name: z.literal('cyclic'),
  /** Share of the learning rate that each cycle starts from and ends at. */
  minimumFactor: z.number().min(0).lte(1).default(0.1),
  /** Optimizer steps of each rise; 2000 as in PyTorch. */
  riseSteps: z.int().positive().default(2000),
  /** Optimizer steps of each fall. Default: those of the rise. */
  fallSteps: z.int().positive().optional(),
  /** Factor of the height of each further cycle: 0.5 is PyTorch's `triangular2`. */
  heightFactor: z.number().gt(0).max(1).default(1),
  /** Factor of the height at every step, just below 1: PyTorch's `exp_range`. */
  gamma: z.number().gt(0).max(1).default(1),
});

export type CyclicOptions = z.infer<typeof cyclicOptions>;

/**
 * Rises to the learning rate and falls back again in straight lines, over and over: PyTorch's `CyclicLR`, without its
 * cycle of the momentum. The learning rate is the peak.
 *
 * Source: Smith, "Cyclical Learning Rates for Training Neural Networks", WACV 2017.
 */
export const cyclic: ScheduleDefinition<CyclicOptions> = {
  name: 'cyclic',
  summary: 'rises and falls in straight lines, over and over',
  create({ minimumFactor, riseSteps, fallSteps = riseSteps, heightFactor, gamma }, { learningRate }) {
    const length = riseSteps + fallSteps;
    return (now) => {
      const since = now % length;
      const wave = since <= riseSteps ? since / riseSteps : (length - since) / fallSteps;
      const height = heightFactor ** Math.floor(now / length) * gamma ** now;
      return learningRate * (minimumFactor + (1 - minimumFactor) * wave * height);
    };
  },
  samples: [
    cyclicOptions.parse({ name: 'cyclic' }),
    cyclicOptions.parse({ name: 'cyclic', minimumFactor: 0, riseSteps: 3, fallSteps: 5, heightFactor: 0.5 }),
    cyclicOptions.parse({ name: 'cyclic', riseSteps: 4, gamma: 0.9 }),
  ],
};
