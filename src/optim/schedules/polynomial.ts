import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link polynomial}. */
export const polynomialOptions = z.strictObject({
  name: z.literal('polynomial'),
  /** 1 for a straight line. */
  power: z.number().positive().default(1),
  /** Share of the learning rate that is approached at the end. */
  finalFactor: z.number().min(0).max(1).default(0),
  /** Optimizer steps until the end. Default: the whole run. */
  steps: z.int().positive().optional(),
  /** Whether, past the end, the fall is stretched to twice, three times as many steps and so on: Keras's `cycle`. */
  cycle: z.boolean().default(false),
});

export type PolynomialOptions = z.infer<typeof polynomialOptions>;

/**
 * Falls from the learning rate to its share `finalFactor` f over the whole run of T steps, by default in a straight line:
 * α (f + (1 − f) (1 − step / T)^power). With f = 0 it is PyTorch's `PolynomialLR`, with power 1 its `LinearLR`.
 */
export const polynomial: ScheduleDefinition<PolynomialOptions> = {
  name: 'polynomial',
  summary: 'falls over the whole run, in a straight line or by a power',
  create({ power, finalFactor, steps, cycle }, { learningRate, totalSteps }) {
    const length = steps ?? totalSteps;
    return (now) => {
      const end = cycle ? length * Math.max(1, Math.ceil(now / length)) : length;
      return learningRate * (finalFactor + (1 - finalFactor) * Math.max(0, 1 - now / end) ** power);
    };
  },
  samples: [
    polynomialOptions.parse({ name: 'polynomial' }),
    polynomialOptions.parse({ name: 'polynomial', power: 2, finalFactor: 0.1 }),
    polynomialOptions.parse({ name: 'polynomial', power: 0.5, finalFactor: 0.1, steps: 7 }),
    polynomialOptions.parse({ name: 'polynomial', steps: 6, cycle: true }),
  ],
};
