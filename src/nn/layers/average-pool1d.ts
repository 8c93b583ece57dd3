import { z } from 'zod';
import { defineLayer } from './layer.ts';
import { buildPooling, poolingOptions } from './pooling.ts';

/** The mean over each window of `[batch, channels, length]` (mission G10). */
export const averagePool1d = defineLayer({
  options: z.strictObject({ layer: z.literal('averagePool1d'), ...poolingOptions(1) }),
  stem: 'average_pool1d',
  build: (context, input, options) => buildPooling(context, input, 'AveragePool', options, 1),
});
