import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link cosine}. */
export const cosineOptions = z.strictObject({
  name: z.literal('cosine'),
  /** Share of the learning rate that is approached at the end of each period. */
  minimumFactor: z.number().min(0).lte(1).default(0),
  /** Optimizer steps until the rate starts anew. Default: the whole run, hence no restart. */
  period: z.int().positive().optional(),
  /** How many times longer than the one before each further period is. */
  periodFactor: z.int().positive().default(1),
});

export type CosineOptions = z.infer<typeof cosineOptions>;

/**
 * Falls along half a cosine wave, once over the whole run or anew in each period of T steps; t counts from its start:
 * α (f + (1 − f) (1 + cos(π t / T)) / 2).
 *
 * Without `period` it is PyTorch's `CosineAnnealingLR` of as many steps as the run, else `CosineAnnealingWarmRestarts`.
 * Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5.
 */
export const cosine: ScheduleDefinition<CosineOptions> = {
  name: 'cosine',
  summary: 'falls along half a cosine wave, with or without restarts',
  create({ minimumFactor, period, periodFactor }, { learningRate, totalSteps }) {
    const first = period ?? totalSteps;
    return (now) => {
      const [since, length] = placeInPeriods(now, first, periodFactor);
      const wave = (1 + Math.cos((Math.PI * since) / length)) / 2;
      return learningRate * (minimumFactor + (1 - minimumFactor) * wave);
    };
  },
  samples: [
    cosineOptions.parse({ name: 'cosine' }),
    cosineOptions.parse({ name: 'cosine', minimumFactor: 0.05, period: 4 }),
    cosineOptions.parse({ name: 'cosine', period: 3, periodFactor: 2 }),
  ],
};

/** Steps since the start of the period that a step falls in, and the length of that period. */
function placeInPeriods(step: number, first: number, factor: number): [since: number, length: number] {
  if (factor === 1) return [step % first, first];
  let since = step;
  let length = first;
  while (since >= length) {
    since -= length;
    length *= factor;
  }
  return [since, length];
}
