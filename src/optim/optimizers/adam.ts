import * as z from 'zod';
import type { FlatMemory } from '../flat-memory.ts';
import { instantiateKernel } from '../kernel.ts';
import type { Optimizer, OptimizerDefinition } from './optimizer.ts';

/** Options of {@link adam}. */
export const adamOptions = z.strictObject({
  name: z.literal('adam'),
  learningRate: z.number().min(0).default(1e-3),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  /** 1e-8 as in the paper and PyTorch; Keras has 1e-7. */
  epsilon: z.number().min(1e-30).default(1e-8),
  /** λ of the penalty λ/2 ‖θ‖² (L2); for decay beside the averages see `adamw`. */
  weightDecay: z.number().min(0).default(0),
});

export type AdamOptions = z.infer<typeof adamOptions>;

type AdamKernel = (
  parameters: number,
  gradients: number,
  firstMoment: number,
  secondMoment: number,
  bytes: number,
  beta1Complement: number,
  beta2: number,
  beta2Complement: number,
  stepSize: number,
  epsilon: number,
  weightDecay: number,
  decoupledDecay: number,
) => void;

/** Adam's update on a memory, with λ in the gradient, or beside it where the decay is decoupled as in AdamW. */
export function createAdamUpdate(
  { beta1, beta2, epsilon, weightDecay }: Omit<AdamOptions, 'name'>,
  memory: FlatMemory,
  { decoupled }: { readonly decoupled: boolean },
): Optimizer['update'] {
  const run = instantiateKernel<AdamKernel>('adam', memory);
  const parameters = memory.parameters.byteOffset;
  const gradients = memory.gradients.byteOffset;
  const firstMoment = memory.slots[0]!.byteOffset;
  const secondMoment = memory.slots[1]!.byteOffset;
  const bytes = memory.paddedByteLength;
  return (step, learningRate) => {
    // Multiplying numerator and denominator of the step by √(1 − β₂ᵗ) moves both corrections out of the loop.
    const rootCorrection = Math.sqrt(1 - beta2 ** step);
    run(
      parameters,
      gradients,
      firstMoment,
      secondMoment,
      bytes,
      1 - beta1,
      beta2,
      1 - beta2,
      (learningRate * rootCorrection) / (1 - beta1 ** step),
      epsilon * rootCorrection,
      decoupled ? 0 : weightDecay,
      decoupled ? learningRate * weightDecay : 0,
    );
  };
}

/**
 * Adam: the step of each parameter is its averaged gradient over the root of its averaged squared gradient.
 *
 * g ← g + λ θ, m ← β₁ m + (1 − β₁) g, v ← β₂ v + (1 − β₂) g², m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), θ ← θ − α m̂ / (√v̂ + ε)
 *
 * Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 1.
 */
export const adam: OptimizerDefinition<AdamOptions> = {
  name: 'adam',
  summary: 'averaged gradient over the root of the averaged squared gradient',

  slotNames: () => ['firstMoment', 'secondMoment'],

  create: (options, memory) => createAdamUpdate(options, memory, { decoupled: false }),

  reference: (options, { parameters, gradients, slots: [m, v] }, step, learningRate) => {
    const { beta1, beta2, epsilon, weightDecay } = options;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i]! + weightDecay * parameters[i]!;
      m![i] = beta1 * m![i]! + (1 - beta1) * g;
      v![i] = beta2 * v![i]! + (1 - beta2) * g ** 2;
      const mHat = m![i]! / (1 - beta1 ** step);
      const vHat = v![i]! / (1 - beta2 ** step);
      parameters[i]! -= (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
    }
  },

  samples: [
    adamOptions.parse({ name: 'adam' }),
    adamOptions.parse({ name: 'adam', learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-7 }),
    adamOptions.parse({ name: 'adam', beta1: 0, beta2: 0 }),
    adamOptions.parse({ name: 'adam', weightDecay: 0.01 }),
  ],
};
