import { z } from 'zod';
import { defineLayer } from './layer.ts';
import { buildPooling, poolingOptions } from './pooling.ts';

/** The maximum over each window of `[batch, channels, height, width]` (mission G10). */
export const maxPool2d = defineLayer({
  options: z.strictObject({ layer: z.literal('maxPool2d'), ...poolingOptions(2) }),
  stem: 'max_pool2d',
  build: (context, input, options) => buildPooling(context, input, 'MaxPool', options, 2),
});
