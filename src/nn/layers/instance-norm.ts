import { z } from 'zod';
import { writeActivation } from './activation-functions.ts';
import { defineLayer } from './layer.ts';
import { channelCount, normalizationOptions, scaleAndBias } from './normalization.ts';

/**
 * Normalises each channel of each sample over its spatial axes, with a trained scale and bias a channel. Source:
 * Ulyanov, Vedaldi and Lempitsky 2016.
 */
export const instanceNorm = defineLayer({
  options: z.strictObject({ layer: z.literal('instanceNorm'), ...normalizationOptions }),
  stem: 'instance_norm',
  role: 'normalization',
  build(context, input, { epsilon, activation = 'linear' }) {
    const inputs = [input, ...scaleAndBias(context, [channelCount(context, input, 3)])];
    const output = context.builder.op('InstanceNormalization', inputs, { epsilon });
    return writeActivation(context.builder, activation, output);
  },
});
