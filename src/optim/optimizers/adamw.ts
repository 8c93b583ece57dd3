import * as z from 'zod';
import { adam, adamSlotNames, adamVariants, createAdamUpdate } from './adam.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** Options of {@link adamw}. */
export const adamwOptions = z.strictObject({
  name: z.literal('adamw'),
  ...adamVariants,
  /** λ: every step takes the share α λ off each parameter. 0.01 as in PyTorch; Keras has 0.004. */
  weightDecay: z.number().min(0).default(0.01),
});

export type AdamwOptions = z.infer<typeof adamwOptions>;

/**
 * Adam with weight decay beside the averaged gradient and not inside it, so that parameters with large gradients decay
 * like all others: θ ← θ − α λ θ, then Adam's step by the loss's own gradient.
 *
 * Source: Loshchilov and Hutter, "Decoupled Weight Decay Regularization", ICLR 2019, algorithm 2. As in PyTorch the decay
 * is in proportion to the learning rate α, where the paper has only the schedule's multiplier.
 */
export const adamw: OptimizerDefinition<AdamwOptions> = {
  name: 'adamw',
  summary: 'adam with weight decay beside the averages',

  slotNames: adamSlotNames,

  create: (options, memory) => createAdamUpdate(options, memory, { decoupled: true }),

  reference: (options, state, step, learningRate) => {
    const { parameters } = state;
    for (let i = 0; i < parameters.length; i++) parameters[i]! *= 1 - learningRate * options.weightDecay;
    adam.reference({ ...options, name: 'adam', weightDecay: 0 }, state, step, learningRate);
  },

  samples: [
    adamwOptions.parse({ name: 'adamw' }),
    adamwOptions.parse({ name: 'adamw', learningRate: 0.01, beta1: 0.8, beta2: 0.95, weightDecay: 0.3 }),
    adamwOptions.parse({ name: 'adamw', weightDecay: 0 }),
    adamwOptions.parse({ name: 'adamw', epsilonHat: true, amsgrad: true }),
  ],
};
