import { z } from 'zod';
import { defineLayer } from './layer.ts';
import { buildPooling, poolingOptions } from './pooling.ts';

/** The maximum over each window of `[batch, channels, length]` (mission G10). */
export const maxPool1d = defineLayer({
  options: z.strictObject({ layer: z.literal('maxPool1d'), ...poolingOptions(1) }),
  stem: 'max_pool1d',
  build: (context, input, options) => buildPooling(context, input, 'MaxPool', options, 1),
});
