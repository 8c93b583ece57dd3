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
  periodFactor: z.number().min(1).default(1),
  /** Factor of the wave's height in each further period. */
  heightFactor: z.number().gt(0).max(1).default(1),
  /** Whether the rate starts anew after the first period, or stays at its lowest. */
  restarts: z.boolean().default(true),
});

export type CosineOptions = z.infer<typeof cosineOptions>;

/**
 * Falls along half a cosine wave, once over the whole run or anew in each period of T steps; t counts from its start:
 * α (f + (1 − f) (1 + cos(π t / T)) / 2).
 *
 * Without `period` it is PyTorch's `CosineAnnealingLR` of as many steps as the run, else `CosineAnnealingWarmRestarts` and
 * Keras's `CosineDecayRestarts`, or its `CosineDecay` without `restarts`.
 * Source: Loshchilov and Hutter, "SGDR: Stochastic Gradient Descent with Warm Restarts", ICLR 2017, equation 5.
 */
export const cosine: ScheduleDefinition<CosineOptions> = {
  name: 'cosine',
  summary: 'falls along half a cosine wave, with or without restarts',
  create({ minimumFactor, period, periodFactor, heightFactor, restarts }, { learningRate, totalSteps }) {
    const first = period ?? totalSteps;
    return (now) => {
      if (!restarts && now >= first) return learningRate * minimumFactor;
      const [since, length, count] = placeInPeriods(now, first, periodFactor);
      const wave = (heightFactor ** count * (1 + Math.cos((Math.PI * since) / length))) / 2;
      return learningRate * (minimumFactor + (1 - minimumFactor) * wave);
    };
  },
  samples: [
    cosineOptions.parse({ name: 'cosine' }),
    cosineOptions.parse({ name: 'cosine', minimumFactor: 0.05, period: 4 }),
    cosineOptions.parse({ name: 'cosine', period: 3, periodFactor: 2 }),
    cosineOptions.parse({ name: 'cosine', period: 3, periodFactor: 1.5, heightFactor: 0.5 }),
    cosineOptions.parse({ name: 'cosine', period: 5, minimumFactor: 0.1, restarts: false }),
  ],
};

/** Steps since the start of the period that a step falls in, the length of that period, and how many lie before it. */
function placeInPeriods(step: number, first: number, factor: number): [since: number, length: number, before: number] {
  if (factor === 1) return [step % first, first, Math.floor(step / first)];
  let since = step;
  let length = first;
  let before = 0;
  while (since >= length) {
    since -= length;
    length *= factor;
    before++;
  }
  return [since, length, before];
}
