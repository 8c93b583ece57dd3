import * as z from 'zod';
import { weightDecayOptions } from './decoupled-decay.ts';
import type { OptimizerDefinition } from './optimizer.ts';
import { createMomentUpdate, momentReference, momentSlotNames } from './weighted-moments.ts';

/** Options of {@link nadam}. The defaults are PyTorch's; Keras has the learning rate 1e-3, epsilon 1e-7 and the decay 1. */
export const nadamOptions = z.strictObject({
  name: z.literal('nadam'),
  learningRate: z.number().min(0).default(2e-3),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: z.number().min(1e-30).default(1e-8),
  /** How fast the momentum rises from about half of β₁ to β₁: 0.004 in PyTorch, 1 in the paper and Keras. */
  momentumDecay: z.number().min(0).default(4e-3),
  ...weightDecayOptions,
});

export type NadamOptions = z.infer<typeof nadamOptions>;

type Momentum = Pick<NadamOptions, 'beta1' | 'momentumDecay'>;

/** μ of a step, 1 for the first. */
const momentumAt = ({ beta1, momentumDecay }: Momentum, step: number): number =>
  beta1 * (1 - 0.5 * 0.96 ** (step * momentumDecay));

/** The product of μ over all steps until one, in constant time where the steps are asked for in order. */
function momentumProducts(options: Momentum): (step: number) => number {
  let [last, product] = [0, 1];
  return (step) => {
    if (step < last) [last, product] = [0, 1];
    while (last < step) product *= momentumAt(options, ++last);
    return product;
  };
}

function weightsOf(options: NadamOptions, productUntil: (step: number) => number) {
  const { beta2, epsilon } = options;
  return (step: number, learningRate: number) => {
    const product = productUntil(step);
    const next = momentumAt(options, step + 1);
    return {
      average: (learningRate * next) / (1 - product * next),
      gradient: (learningRate * (1 - momentumAt(options, step))) / (1 - product),
      root: 1 / Math.sqrt(1 - beta2 ** step),
      addend: epsilon,
    };
  };
}

/**
 * NAdam: Adam with Nesterov's momentum, which takes the gradient of now and the average as it will weigh at the next step:
 *
 * μₜ = β₁ (1 − 0.96^(t ψ) / 2), m̂ = μₜ₊₁ m / (1 − μ₁ ⋯ μₜ₊₁) + (1 − μₜ) g / (1 − μ₁ ⋯ μₜ), θ ← θ − α m̂ / (√v̂ + ε)
 *
 * with Adam's averages m and v. Source: Dozat, "Incorporating Nesterov Momentum into Adam", ICLR 2016 workshop.
 */
export const nadam: OptimizerDefinition<NadamOptions> = {
  name: 'nadam',
  summary: "adam with Nesterov's momentum",

  slotNames: () => momentSlotNames,

  create: (options, memory) => createMomentUpdate(options, memory, weightsOf(options, momentumProducts(options))),

  reference: (options, state, step, learningRate) =>
    momentReference(options, state, weightsOf(options, momentumProducts(options))(step, learningRate)),

  samples: [
    nadamOptions.parse({ name: 'nadam' }),
    nadamOptions.parse({ name: 'nadam', learningRate: 0.001, epsilon: 1e-7, momentumDecay: 1 }),
    nadamOptions.parse({ name: 'nadam', learningRate: 0.01, beta1: 0.8, beta2: 0.95, weightDecay: 0.01 }),
  ],
};
