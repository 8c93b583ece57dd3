import { z } from 'zod';
import { buildConvolution, convolutionOptions } from './convolution.ts';
import { defineLayer } from './layer.ts';

/** Convolution over an image: `[batch, channels, height, width]` → `[batch, filters, height′, width′]`. */
export const conv2d = defineLayer({
  options: z.strictObject({ layer: z.literal('conv2d'), ...convolutionOptions(2) }),
  stem: 'conv2d',
  role: 'weights',
  build: (context, input, options) => buildConvolution(context, input, options, 2),
});
