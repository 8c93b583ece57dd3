import * as z from 'zod';
import type { FlatMemory } from '../flat-memory.ts';
import { instantiateKernel } from '../kernel.ts';
import { weightDecayOptions } from './decoupled-decay.ts';
import type { Optimizer, OptimizerDefinition } from './optimizer.ts';

/** Options of {@link sgd}. */
export const sgdOptions = z
  .strictObject({
    name: z.literal('sgd'),
    learningRate: z.number().min(0).default(0.01),
    momentum: z.number().min(0).lt(1).default(0),
    nesterov: z.boolean().default(false),
    /** Whether each step keeps the learning rate of its time in the momentum, as in Keras. */
    rateInMomentum: z.boolean().default(false),
    ...weightDecayOptions,
  })
  .refine(({ momentum, nesterov }) => !nesterov || momentum > 0, {
    path: ['nesterov'],
    error: 'Nesterov momentum needs a momentum above 0',
  });

export type SgdOptions = z.infer<typeof sgdOptions>;

type GradientDescentKernel = (
  parameters: number,
  gradients: number,
  bytes: number,
  weightDecay: number,
  learningRate: number,
) => void;

type MomentumKernel = (
  parameters: number,
  gradients: number,
  buffer: number,
  bytes: number,
  weightDecay: number,
  momentum: number,
  gradientScale: number,
  gradientWeight: number,
  bufferWeight: number,
  learningRate: number,
) => void;

function createPlain({ weightDecay }: SgdOptions, memory: FlatMemory): Optimizer['update'] {
  const run = instantiateKernel<GradientDescentKernel>('gradient-descent', memory);
  const parameters = memory.parameters.byteOffset;
  const gradients = memory.gradients.byteOffset;
  const bytes = memory.paddedByteLength;
  return (_step, learningRate) => run(parameters, gradients, bytes, weightDecay, learningRate);
}

function createWithMomentum(options: SgdOptions, memory: FlatMemory): Optimizer['update'] {
  const { momentum, nesterov, rateInMomentum, weightDecay } = options;
  const run = instantiateKernel<MomentumKernel>('momentum', memory);
  const parameters = memory.parameters.byteOffset;
  const gradients = memory.gradients.byteOffset;
  const buffer = memory.slots[0]!.byteOffset;
  const bytes = memory.paddedByteLength;
  const gradientWeight = nesterov ? 1 : 0;
  const bufferWeight = nesterov ? momentum : 1;
  return (_step, learningRate) => {
    const inner = rateInMomentum ? learningRate : 1;
    const outer = rateInMomentum ? 1 : learningRate;
    const weight = gradientWeight * inner;
    run(parameters, gradients, buffer, bytes, weightDecay, momentum, inner, weight, bufferWeight, outer);
  };
}

/**
 * Gradient descent, with momentum μ where that is above 0:
 *
 * g ← g + λ θ, b ← μ b + g, θ ← θ − α b; in Nesterov's form θ ← θ − α (g + μ b)
 *
 * The learning rate stands outside of the average, as in PyTorch and, without `rateInMomentum`, unlike Sutskever et al., "On the importance of
 * initialization and momentum in deep learning", ICML 2013: a changed rate acts on the whole buffer at once.
 */
export const sgd: OptimizerDefinition<SgdOptions> = {
  name: 'sgd',
  summary: 'gradient descent, plain or with momentum',

  slotNames: ({ momentum }) => (momentum > 0 ? ['momentum'] : []),

  create: (options, memory) =>
    options.momentum > 0 ? createWithMomentum(options, memory) : createPlain(options, memory),

  reference: (options, { parameters, gradients, slots: [buffer] }, _step, learningRate) => {
    const { momentum, nesterov, rateInMomentum, weightDecay } = options;
    const inner = rateInMomentum ? learningRate : 1;
    const outer = rateInMomentum ? 1 : learningRate;
    for (let i = 0; i < parameters.length; i++) {
      const g = gradients[i]! + weightDecay * parameters[i]!;
      if (buffer === undefined) {
        parameters[i]! -= learningRate * g;
      } else {
        buffer[i] = momentum * buffer[i]! + inner * g;
        parameters[i]! -= outer * (nesterov ? inner * g + momentum * buffer[i]! : buffer[i]!);
      }
    }
  },

  samples: [
    sgdOptions.parse({ name: 'sgd' }),
    sgdOptions.parse({ name: 'sgd', momentum: 0.9 }),
    sgdOptions.parse({ name: 'sgd', learningRate: 0.05, momentum: 0.5, nesterov: true }),
    sgdOptions.parse({ name: 'sgd', weightDecay: 0.01 }),
    sgdOptions.parse({ name: 'sgd', weightDecay: 0.01, decoupled: true }),
    sgdOptions.parse({ name: 'sgd', momentum: 0.9, rateInMomentum: true }),
    sgdOptions.parse({ name: 'sgd', momentum: 0.9, nesterov: true, rateInMomentum: true }),
    sgdOptions.parse({ name: 'sgd', momentum: 0.9, weightDecay: 0.01 }),
  ],
};
