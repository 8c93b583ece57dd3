import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';

/** The mean over all spatial axes: `[batch, channels, ...]` → `[batch, channels]`. */
export const globalAveragePool = defineLayer({
  options: z.strictObject({ layer: z.literal('globalAveragePool'), ...commonOptions }),
  stem: 'global_average_pool',
  build(context, input) {
    const axes = input.shape.slice(2).map((_, axis) => axis + 2);
    if (axes.length === 0) {
      throw context.error(`the input has shape [${input.shape.join(', ')}], expected [batch, channels, ...spatial]`);
    }
    return context.builder.op('ReduceMean', [input, context.builder.ints(axes)], { keepdims: 0 });
  },
});
