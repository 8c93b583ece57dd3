import { z } from 'zod';
import { activationSchema, writeActivation } from './activation-functions.ts';
import { defineLayer } from './layer.ts';

/**
 * Batch normalisation over all axes but the channels (axis 1). While training it uses the batch's own statistics and
 * keeps running ones; afterwards the running ones. `momentum` is the share of the old running value that each step
 * keeps: 0.9 is PyTorch's 0.1.
 */
export const batchNorm = defineLayer({
  options: z.strictObject({
    layer: z.literal('batchNorm'),
    epsilon: z.number().positive().default(1e-5),
    momentum: z.number().min(0).max(1).default(0.9),
    /** Default: the activation of the layer before, which then runs after the normalisation. */
    activation: activationSchema.optional(),
    name: z.string().optional(),
  }),
  stem: 'batch_norm',
  build(context, input, { epsilon, momentum, activation = 'linear' }) {
    const channels = input.shape[1];
    if (typeof channels !== 'number') {
      throw context.error(`the input has shape [${input.shape.join(', ')}], expected [batch, channels, ...]`);
    }
    const shape = [channels];
    const fans = { fanIn: channels, fanOut: channels };
    const scale = context.parameter('scale', { shape, ...fans }, { name: 'constant', value: 1 });
    const bias = context.parameter('bias', { shape, ...fans }, { name: 'constant', value: 0 });
    const vector = (value: number) => ({
      dtype: 'float32' as const,
      shape,
      data: new Float32Array(channels).fill(value),
    });
    const output = context.builder.op(
      'BatchNormalization',
      [
        input,
        scale,
        bias,
        context.constant('running_mean', vector(0)),
        context.constant('running_variance', vector(1)),
      ],
      { epsilon, momentum },
    );
    return writeActivation(context.builder, activation, output);
  },
});
