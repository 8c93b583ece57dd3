import * as z from 'zod';
import { instantiateKernel } from '../kernel.ts';
import { weightDecayOptions } from './decoupled-decay.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** Options of {@link adagrad}. */
export const adagradOptions = z.strictObject({
  name: z.literal('adagrad'),
  /** 0.01 as in PyTorch; Keras has 1e-3. */
  learningRate: z.number().min(0).default(0.01),
  /** What the sum of squares starts from: 0 as in PyTorch; Keras has 0.1. */
  initialSum: z.number().min(0).default(0),
  /** Stands outside of the root as in PyTorch; Keras has 1e-7 inside. */
  epsilon: z.number().min(1e-30).default(1e-10),
  ...weightDecayOptions,
});

export type AdagradOptions = z.infer<typeof adagradOptions>;

type AdagradKernel = (
  parameters: number,
  gradients: number,
  sum: number,
  bytes: number,
  weightDecay: number,
  initialSum: number,
  epsilon: number,
  learningRate: number,
) => void;

/**
 * Adagrad: the gradient over the root of the sum of all squared gradients so far, so that the steps of a parameter shrink
 * the more it was moved:
 *
 * g ← g + λ θ, s ← s + g², θ ← θ − α g / (√s + ε)
 *
 * Source: Duchi, Hazan and Singer, "Adaptive Subgradient Methods", JMLR 12, 2011, section 1.1, in the diagonal form.
 */
export const adagrad: OptimizerDefinition<AdagradOptions> = {
  name: 'adagrad',
  summary: 'gradient over the root of the sum of all squared gradients',

  // What the sum starts from is added at each use, since slots start from zero.
  slotNames: () => ['sumOfSquares'],

  create: ({ initialSum, epsilon, weightDecay }, memory) => {
    const run = instantiateKernel<AdagradKernel>('adagrad', memory);
    const parameters = memory.parameters.byteOffset;
    const gradients = memory.gradients.byteOffset;
    const sum = memory.slots[0]!.byteOffset;
    const bytes = memory.paddedByteLength;
    return (_step, learningRate) =>
      run(parameters, gradients, sum, bytes, weightDecay, initialSum, epsilon, learningRate);
  },

  reference: (options, { parameters, gradients, slots: [sum] }, _step, learningRate) => {
    const { initialSum, epsilon, weightDecay } = options;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i]! + weightDecay * parameters[i]!;
      sum![i]! += g ** 2;
      parameters[i]! -= (learningRate * g) / (Math.sqrt(initialSum + sum![i]!) + epsilon);
    }
  },

  samples: [
    adagradOptions.parse({ name: 'adagrad' }),
    adagradOptions.parse({ name: 'adagrad', learningRate: 0.001, initialSum: 0.1, epsilon: 1e-7, weightDecay: 0.01 }),
  ],
};
