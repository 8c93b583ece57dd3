import { z } from 'zod';
import { writeActivation } from './activation-functions.ts';
import { defineLayer } from './layer.ts';
import { normalizationOptions, scaleAndBias } from './normalization.ts';

/**
 * Normalises each sample by itself: vectors and sequences over the features (the last axis), images over all axes but
 * the batch. Scale and bias have one element for each normalised position. Source: Ba, Kiros and Hinton 2016.
 */
export const layerNorm = defineLayer({
  options: z.strictObject({ layer: z.literal('layerNorm'), ...normalizationOptions }),
  stem: 'layer_norm',
  role: 'normalization',
  build(context, input, { epsilon, activation = 'linear' }) {
    const axis = input.shape.length <= 3 ? -1 : 1;
    const shape = input.shape.slice(axis);
    if (input.shape.length < 2 || !shape.every((length) => typeof length === 'number')) {
      throw context.error(`the input has shape [${input.shape.join(', ')}], expected [batch, ...features]`);
    }
    const inputs = [input, ...scaleAndBias(context, shape)];
    const output = context.builder.op('LayerNormalization', inputs, { axis, epsilon });
    return writeActivation(context.builder, activation, output);
  },
});
