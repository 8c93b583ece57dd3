import { z } from 'zod';
import { type InitializerOptions, initializerSchema } from '../initializers/index.ts';
import { penaltySchema } from '../regularization.ts';
import { type ActivationName, activationSchema, initializationScale } from './activation-functions.ts';

/** The option of every layer with parameters that freezes them. */
export const trainableOption = {
  /** Whether training changes the layer's parameters. */
  trainable: z.boolean().optional(),
};

/** Penalties that belong to the loss of the network, in training and in evaluation. */
export const regularizerOptions = {
  /** Penalty on the kernel: `{ l1, l2 }`. */
  kernelRegularizer: penaltySchema.exactOptional(),
  /** Penalty on the bias. */
  biasRegularizer: penaltySchema.exactOptional(),
  /** Penalty on what the layer puts out, divided by the batch's length. */
  activityRegularizer: penaltySchema.exactOptional(),
};

/** Options that every layer with a bias takes. */
export const biasOptions = {
  /** Whether a bias is added (mission G4). */
  bias: z.boolean().default(true),
  biasInitializer: initializerSchema.default({ name: 'constant', value: 0 }),
};

/** Options that every layer with weights and an activation takes. */
export const weightOptions = {
  /** Default: ReLU, and linear on the network's last layer with weights (mission G2, G3). */
  activation: activationSchema.optional(),
  /** Default: variance scaling by fan-in, of scale 2 before ReLU-like activations, else 1 (mission G5). */
  initializer: initializerSchema.optional(),
  ...biasOptions,
  ...regularizerOptions,
  ...trainableOption,
};

/** The initializer of a layer's weights where the author gives none. */
export function defaultInitializer(activation: ActivationName): InitializerOptions {
  return {
    name: 'varianceScaling',
    scale: initializationScale(activation),
    mode: 'fan_in',
    distribution: 'truncated_normal',
  };
}
