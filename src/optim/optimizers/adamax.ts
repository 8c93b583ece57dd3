import * as z from 'zod';
import { instantiateKernel } from '../kernel.ts';
import { weightDecayOptions } from './decoupled-decay.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** Options of {@link adamax}. The defaults are PyTorch's; Keras has the learning rate 1e-3 and epsilon 1e-7. */
export const adamaxOptions = z.strictObject({
  name: z.literal('adamax'),
  learningRate: z.number().min(0).default(2e-3),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.999),
  epsilon: z.number().min(1e-30).default(1e-8),
  /** Whether epsilon is added to the largest gradient as in Keras and not to each gradient's size as in PyTorch. */
  epsilonOutside: z.boolean().default(false),
  ...weightDecayOptions,
});

export type AdamaxOptions = z.infer<typeof adamaxOptions>;

type AdamaxKernel = (
  parameters: number,
  gradients: number,
  firstMoment: number,
  largest: number,
  bytes: number,
  weightDecay: number,
  beta1Complement: number,
  beta2: number,
  shrinkage: number,
  epsilon: number,
  stepSize: number,
) => void;

/** What the largest gradient loses at each step beside its share 1 − β₂, see {@link adamax}. */
const shrinkageOf = ({ beta2, epsilon, epsilonOutside }: AdamaxOptions): number =>
  epsilonOutside ? 0 : (1 - beta2) * epsilon;

/**
 * Adamax: Adam with the largest gradient of late in place of the root of the averaged square:
 *
 * g ← g + λ θ, m ← β₁ m + (1 − β₁) g, u ← max(β₂ u, |g|), θ ← θ − α / (1 − β₁ᵗ) m / (u + ε)
 *
 * PyTorch instead keeps w ← max(β₂ w, |g| + ε) and divides by w. That is u + ε with u ← max(β₂ u − (1 − β₂) ε, |g|), which
 * is what is kept here, since it stays zero where there is no gradient.
 *
 * Source: Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015, algorithm 2.
 */
export const adamax: OptimizerDefinition<AdamaxOptions> = {
  name: 'adamax',
  summary: 'averaged gradient over the largest gradient of late',

  slotNames: () => ['firstMoment', 'largestGradient'],

  create: (options, memory) => {
    const { beta1, beta2, epsilon, weightDecay } = options;
    const run = instantiateKernel<AdamaxKernel>('adamax', memory);
    const [parameters, gradients] = [memory.parameters.byteOffset, memory.gradients.byteOffset];
    const [firstMoment, largest] = [memory.slots[0]!.byteOffset, memory.slots[1]!.byteOffset];
    const bytes = memory.paddedByteLength;
    const shrinkage = shrinkageOf(options);
    return (step, learningRate) => {
      const stepSize = learningRate / (1 - beta1 ** step);
      const vectors = [parameters, gradients, firstMoment, largest] as const;
      run(...vectors, bytes, weightDecay, 1 - beta1, beta2, shrinkage, epsilon, stepSize);
    };
  },

  reference: (options, { parameters, gradients, slots: [m, u] }, step, learningRate) => {
    const { beta1, beta2, epsilon, weightDecay } = options;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i]! + weightDecay * parameters[i]!;
      m![i] = beta1 * m![i]! + (1 - beta1) * g;
      u![i] = Math.max(beta2 * u![i]! - shrinkageOf(options), Math.abs(g));
      parameters[i]! -= (learningRate / (1 - beta1 ** step)) * (m![i]! / (u![i]! + epsilon));
    }
  },

  samples: [
    adamaxOptions.parse({ name: 'adamax' }),
    adamaxOptions.parse({ name: 'adamax', learningRate: 0.01, beta1: 0.8, beta2: 0.95, epsilon: 1e-2 }),
    adamaxOptions.parse({ name: 'adamax', epsilon: 1e-2, epsilonOutside: true }),
    adamaxOptions.parse({ name: 'adamax', weightDecay: 0.01 }),
  ],
};
