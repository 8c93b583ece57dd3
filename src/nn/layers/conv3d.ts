import { z } from 'zod';
import { buildConvolution, convolutionOptions } from './convolution.ts';
import { defineLayer } from './layer.ts';

/** Convolution over a volume: `[batch, channels, depth, height, width]` → `[batch, filters, depth′, height′, width′]`. */
export const conv3d = defineLayer({
  options: z.strictObject({ layer: z.literal('conv3d'), ...convolutionOptions(3) }),
  stem: 'conv3d',
  role: 'weights',
  build: (context, input, options) => buildConvolution(context, input, options, 3),
});
