import * as z from 'zod';
import { instantiateKernel } from '../kernel.ts';
import { weightDecayOptions } from './decoupled-decay.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** Options of {@link adadelta}. The defaults are PyTorch's; Keras has the learning rate 1e-3, rho 0.95 and epsilon 1e-7. */
export const adadeltaOptions = z.strictObject({
  name: z.literal('adadelta'),
  /** 1 as in the paper, whose steps have the parameters' unit already. */
  learningRate: z.number().min(0).default(1),
  /** Share of both averages that stays at each step. */
  rho: z.number().min(0).lt(1).default(0.9),
  /** Stands under both roots: the first steps are in proportion to its root. */
  epsilon: z.number().min(1e-30).default(1e-6),
  ...weightDecayOptions,
});

export type AdadeltaOptions = z.infer<typeof adadeltaOptions>;

type AdadeltaKernel = (
  parameters: number,
  gradients: number,
  squares: number,
  squaredSteps: number,
  bytes: number,
  weightDecay: number,
  rho: number,
  rhoComplement: number,
  epsilon: number,
  learningRate: number,
) => void;

/**
 * Adadelta: the gradient over the root of its averaged square, times the root of the averaged square of the steps so far:
 *
 * g ← g + λ θ, s ← ρ s + (1 − ρ) g², u = g √(d + ε) / √(s + ε), d ← ρ d + (1 − ρ) u², θ ← θ − α u
 *
 * Source: Zeiler, "ADADELTA: An Adaptive Learning Rate Method", 2012, algorithm 1.
 */
export const adadelta: OptimizerDefinition<AdadeltaOptions> = {
  name: 'adadelta',
  summary: 'gradient in units of its root mean square, times that of the steps so far',

  slotNames: () => ['averagedSquare', 'averagedSquaredStep'],

  create: ({ rho, epsilon, weightDecay }, memory) => {
    const run = instantiateKernel<AdadeltaKernel>('adadelta', memory);
    const [parameters, gradients] = [memory.parameters.byteOffset, memory.gradients.byteOffset];
    const [squares, steps] = [memory.slots[0]!.byteOffset, memory.slots[1]!.byteOffset];
    const bytes = memory.paddedByteLength;
    return (_step, learningRate) =>
      run(parameters, gradients, squares, steps, bytes, weightDecay, rho, 1 - rho, epsilon, learningRate);
  },

  reference: (options, { parameters, gradients, slots: [squares, steps] }, _step, learningRate) => {
    const { rho, epsilon, weightDecay } = options;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i]! + weightDecay * parameters[i]!;
      squares![i] = rho * squares![i]! + (1 - rho) * g ** 2;
      const step = (g * Math.sqrt(steps![i]! + epsilon)) / Math.sqrt(squares![i]! + epsilon);
      steps![i] = rho * steps![i]! + (1 - rho) * step ** 2;
      parameters[i]! -= learningRate * step;
    }
  },

  samples: [
    adadeltaOptions.parse({ name: 'adadelta' }),
    adadeltaOptions.parse({ name: 'adadelta', learningRate: 0.1, rho: 0.95, epsilon: 1e-7 }),
    adadeltaOptions.parse({ name: 'adadelta', weightDecay: 0.01 }),
  ],
};
