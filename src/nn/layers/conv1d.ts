import { z } from 'zod';
import { buildConvolution, convolutionOptions } from './convolution.ts';
import { defineLayer } from './layer.ts';

/** Convolution over one axis: `[batch, channels, length]` → `[batch, filters, length′]`. */
export const conv1d = defineLayer({
  options: z.strictObject({ layer: z.literal('conv1d'), ...convolutionOptions(1) }),
  stem: 'conv1d',
  role: 'weights',
  build: (context, input, options) => buildConvolution(context, input, options, 1),
});
