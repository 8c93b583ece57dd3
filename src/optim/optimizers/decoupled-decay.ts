import * as z from 'zod';
import { instantiateKernel } from '../kernel.ts';
import type { OptimizerDefinition } from './optimizer.ts';

/** Options of weight decay. */
export const weightDecayOptions = {
  /** λ of the penalty λ/2 ‖θ‖² (L2). */
  weightDecay: z.number().min(0).default(0),
  /** Whether the share α λ is taken off each parameter before the step instead, as in AdamW and by every Keras optimizer. */
  decoupled: z.boolean().default(false),
};

interface DecayingOptions {
  readonly name: string;
  readonly weightDecay: number;
  readonly decoupled?: boolean;
}

/** The optimizer for some options, with its weight decay taken off beside the gradient where they ask for that. */
export function withDecoupledDecay<Options extends DecayingOptions>(
  definition: OptimizerDefinition<Options>,
  { weightDecay, decoupled }: Options,
): OptimizerDefinition<Options> {
  if (decoupled !== true || weightDecay === 0) return definition;
  return {
    ...definition,
    create(options, memory) {
      const update = definition.create({ ...options, weightDecay: 0 }, memory);
      const descend = instantiateKernel<(...operands: number[]) => void>('gradient-descent', memory);
      const parameters = memory.parameters.byteOffset;
      return (step, learningRate) => {
        // The parameters as their own gradients: a factor just below 1 would be rounded alike at every step.
        descend(parameters, parameters, memory.paddedByteLength, 0, learningRate * weightDecay);
        update(step, learningRate);
      };
    },
    reference(options, state, step, learningRate) {
      const { parameters } = state;
      for (let i = 0; i < parameters.length; i++) parameters[i]! *= 1 - learningRate * weightDecay;
      definition.reference({ ...options, weightDecay: 0 }, state, step, learningRate);
    },
  };
}
