import * as z from 'zod';
import { instantiateKernel } from '../kernel.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** Options of {@link lion}. */
export const lionOptions = z.strictObject({
  name: z.literal('lion'),
  /** The paper advises 3 to 10 times less than for Adam. */
  learningRate: z.number().min(0).default(1e-4),
  beta1: z.number().min(0).lt(1).default(0.9),
  beta2: z.number().min(0).lt(1).default(0.99),
  /** λ: every step takes the share α λ off each parameter. The paper advises 3 to 10 times more than for AdamW. */
  weightDecay: z.number().min(0).default(0),
});

export type LionOptions = z.infer<typeof lionOptions>;

type LionKernel = (
  parameters: number,
  gradients: number,
  momentum: number,
  bytes: number,
  beta1Complement: number,
  beta2Complement: number,
  decay: number,
  learningRate: number,
) => void;

/**
 * Lion: every parameter moves by the learning rate, against the sign of an averaged gradient:
 *
 * θ ← θ − α (sign(β₁ m + (1 − β₁) g) + λ θ), m ← β₂ m + (1 − β₂) g
 *
 * Source: Chen et al., "Symbolic Discovery of Optimization Algorithms", NeurIPS 2023, algorithm 2.
 */
export const lion: OptimizerDefinition<LionOptions> = {
  name: 'lion',
  summary: 'a step of the same size for all, by the sign of an averaged gradient',

  slotNames: () => ['momentum'],

  create: ({ beta1, beta2, weightDecay }, memory) => {
    const run = instantiateKernel<LionKernel>('lion', memory);
    const parameters = memory.parameters.byteOffset;
    const gradients = memory.gradients.byteOffset;
    const momentum = memory.slots[0]!.byteOffset;
    const bytes = memory.paddedByteLength;
    return (_step, learningRate) =>
      run(parameters, gradients, momentum, bytes, 1 - beta1, 1 - beta2, learningRate * weightDecay, learningRate);
  },

  reference: (options, { parameters, gradients, slots: [m] }, _step, learningRate) => {
    const { beta1, beta2, weightDecay } = options;
    for (let i = 0; i < parameters.length; i++) {
      const direction = Math.sign(beta1 * m![i]! + (1 - beta1) * gradients[i]!);
      parameters[i]! -= learningRate * (direction + weightDecay * parameters[i]!);
      m![i] = beta2 * m![i]! + (1 - beta2) * gradients[i]!;
    }
  },

  samples: [
    lionOptions.parse({ name: 'lion' }),
    lionOptions.parse({ name: 'lion', learningRate: 3e-4, beta1: 0.95, beta2: 0.98, weightDecay: 0.1 }),
  ],
};
