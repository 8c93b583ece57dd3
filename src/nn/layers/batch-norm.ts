import { z } from 'zod';
import { writeActivation } from './activation-functions.ts';
import { defineLayer } from './layer.ts';
import { channelCount, normalizationOptions, scaleAndBias } from './normalization.ts';

/**
 * Batch normalisation over all axes but the channels (axis 1). While training it uses the batch's own statistics and
 * keeps running ones; afterwards the running ones. `momentum` is the share of the old running value that each step
 * keeps: 0.9 is PyTorch's 0.1. Freezing it keeps scale and bias; the statistics are still the batch's, and the running
 * ones still follow, as in PyTorch (Keras would use the running ones).
 */
export const batchNorm = defineLayer({
  options: z.strictObject({
    layer: z.literal('batchNorm'),
    momentum: z.number().min(0).max(1).default(0.9),
    ...normalizationOptions,
  }),
  stem: 'batch_norm',
  role: 'normalization',
  build(context, input, { epsilon, momentum, activation = 'linear' }) {
    const channels = channelCount(context, input, 2);
    const vector = (value: number) => ({
      dtype: 'float32' as const,
      shape: [channels],
      data: new Float32Array(channels).fill(value),
    });
    const output = context.builder.op(
      'BatchNormalization',
      [
        input,
        ...scaleAndBias(context, [channels]),
        context.constant('running_mean', vector(0)),
        context.constant('running_variance', vector(1)),
      ],
      { epsilon, momentum },
    );
    return writeActivation(context.builder, activation, output);
  },
});
