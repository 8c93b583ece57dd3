import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link polynomial}. */
export const polynomialOptions = z.strictObject({
  name: z.literal('polynomial'),
  /** 1 for a straight line. */
  power: z.number().positive().default(1),
  /** Share of the learning rate that is approached at the end. */
  finalFactor: z.number().min(0).max(1).default(0),
});

export type PolynomialOptions = z.infer<typeof polynomialOptions>;

/**
 * Falls from the learning rate to its share `finalFactor` f over the whole run of T steps, by default in a straight line:
 * α (f + (1 − f) (1 − step / T)^power). With f = 0 it is PyTorch's `PolynomialLR`, with power 1 its `LinearLR`.
 */
export const polynomial: ScheduleDefinition<PolynomialOptions> = {
  name: 'polynomial',
  summary: 'falls over the whole run, in a straight line or by a power',
  create:
    ({ power, finalFactor }, { learningRate, totalSteps }) =>
    (now) =>
      learningRate * (finalFactor + (1 - finalFactor) * Math.max(0, 1 - now / totalSteps) ** power),
  samples: [
    polynomialOptions.parse({ name: 'polynomial' }),
    polynomialOptions.parse({ name: 'polynomial', power: 2, finalFactor: 0.1 }),
  ],
};
