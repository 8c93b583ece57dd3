import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';

/** The greatest element of each channel over all spatial axes: `[batch, channels, ...]` → `[batch, channels]`. */
export const globalMaxPool = defineLayer({
  options: z.strictObject({ layer: z.literal('globalMaxPool'), ...commonOptions }),
  stem: 'global_max_pool',
  build(context, input) {
    if (input.shape.length < 3) {
      throw context.error(`the input has shape [${input.shape.join(', ')}], expected [batch, channels, ...spatial]`);
    }
    const { builder } = context;
    return builder.op('Flatten', [builder.op('GlobalMaxPool', [input])], { axis: 1 });
  },
});
