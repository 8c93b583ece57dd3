import * as z from 'zod';
import { weightDecayOptions } from './decoupled-decay.ts';
import type { OptimizerDefinition } from './optimizer.ts';
import { createMomentUpdate, momentReference, momentSlotNames } from './weighted-moments.ts';

/** Options of {@link radam}. */
export const radamOptions = z.strictObject({
  name: z.literal('radam'),
  learningRate: z.number().min(0).default(1e-3),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  /** Added to the root before its correction, as in PyTorch. */
  epsilon: z.number().min(1e-30).default(1e-8),
  ...weightDecayOptions,
});

export type RadamOptions = z.infer<typeof radamOptions>;

/** Squares to average over before their average is divided by. */
const fewestSquares = 5;

function weightsOf({ beta1, beta2, epsilon }: RadamOptions, step: number, learningRate: number) {
  const correction = 1 - beta2 ** step;
  const most = 2 / (1 - beta2) - 1;
  const now = most - (2 * step * beta2 ** step) / correction;
  const stepSize = learningRate / (1 - beta1 ** step);
  if (now <= fewestSquares) return { average: stepSize, gradient: 0, root: 0, addend: 1 };
  const rectification = Math.sqrt(((now - 4) * (now - 2) * most) / ((most - 4) * (most - 2) * now));
  return { average: stepSize * rectification * Math.sqrt(correction), gradient: 0, root: 1, addend: epsilon };
}

/**
 * RAdam: Adam whose steps are small as long as the averaged square stands for few gradients, and are those of plain momentum
 * at the very first:
 *
 * ρ∞ = 2 / (1 − β₂) − 1, ρ = ρ∞ − 2 t β₂ᵗ / (1 − β₂ᵗ), r = √((ρ − 4) (ρ − 2) ρ∞ / ((ρ∞ − 4) (ρ∞ − 2) ρ)),
 * θ ← θ − α r m̂ √(1 − β₂ᵗ) / (√v + ε) where ρ > 5, else θ ← θ − α m̂
 *
 * with Adam's averages m and v. Source: Liu et al., "On the Variance of the Adaptive Learning Rate and Beyond", ICLR 2020,
 * algorithm 2, with PyTorch's threshold of 5 for ρ.
 */
export const radam: OptimizerDefinition<RadamOptions> = {
  name: 'radam',
  summary: 'adam whose first steps trust the averaged square by how many it holds',

  slotNames: () => momentSlotNames,

  create: (options, memory) =>
    createMomentUpdate(options, memory, (step, learningRate) => weightsOf(options, step, learningRate)),

  reference: (options, state, step, learningRate) =>
    momentReference(options, state, weightsOf(options, step, learningRate)),

  samples: [
    radamOptions.parse({ name: 'radam' }),
    radamOptions.parse({ name: 'radam', learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-7 }),
    radamOptions.parse({ name: 'radam', weightDecay: 0.01 }),
  ],
};
