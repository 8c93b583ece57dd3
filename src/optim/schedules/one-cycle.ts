import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link oneCycle}. The defaults are PyTorch's. */
export const oneCycleOptions = z.strictObject({
  name: z.literal('oneCycle'),
  /** Share of the run in which the rate rises. */
  riseFraction: z.number().min(0).lt(1).default(0.3),
  shape: z.enum(['cosine', 'linear']).default('cosine'),
  /** The run starts at the learning rate divided by this. */
  initialDivisor: z.number().min(1).default(25),
  /** The run ends at its first rate divided by this. */
  finalDivisor: z.number().min(1).default(1e4),
});

export type OneCycleOptions = z.infer<typeof oneCycleOptions>;

/**
 * Rises to the optimizer's learning rate and then falls far below where it started, over the whole run: PyTorch's
 * `OneCycleLR` in two phases, without its cycle of the momentum. The learning rate is the peak.
 *
 * Source: Smith and Topin, "Super-Convergence: Very Fast Training of Neural Networks Using Large Learning Rates", 2018.
 */
export const oneCycle: ScheduleDefinition<OneCycleOptions> = {
  name: 'oneCycle',
  summary: 'rises to the learning rate, then falls to nearly nothing',
  create({ riseFraction, shape, initialDivisor, finalDivisor }, { learningRate, totalSteps }) {
    const initial = learningRate / initialDivisor;
    const final = initial / finalDivisor;
    // As in PyTorch the peak may lie between two steps, or before the first.
    const peak = riseFraction * totalSteps - 1;
    const last = totalSteps - 1;
    const between = shape === 'cosine' ? alongCosine : alongLine;
    return (now) =>
      now <= peak && peak > 0
        ? between(initial, learningRate, now / peak)
        : between(learningRate, final, Math.min(1, (now - peak) / (last - peak)));
  },
  samples: [
    oneCycleOptions.parse({ name: 'oneCycle' }),
    oneCycleOptions.parse({ name: 'oneCycle', shape: 'linear', riseFraction: 0.25, initialDivisor: 10 }),
    oneCycleOptions.parse({ name: 'oneCycle', riseFraction: 0, finalDivisor: 100 }),
  ],
};

function alongCosine(from: number, to: number, share: number): number {
  return to + ((from - to) / 2) * (1 + Math.cos(Math.PI * share));
}

function alongLine(from: number, to: number, share: number): number {
  return from + (to - from) * share;
}
