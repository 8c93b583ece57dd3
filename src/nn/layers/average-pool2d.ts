import { z } from 'zod';
import { defineLayer } from './layer.ts';
import { buildPooling, poolingOptions } from './pooling.ts';

/** The mean over each window of `[batch, channels, height, width]` (mission G10). */
export const averagePool2d = defineLayer({
  options: z.strictObject({ layer: z.literal('averagePool2d'), ...poolingOptions(2) }),
  stem: 'average_pool2d',
  build: (context, input, options) => buildPooling(context, input, 'AveragePool', options, 2),
});
