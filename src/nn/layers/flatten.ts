import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';

/** `[batch, ...]` → `[batch, features]`, the elements of each sample in their order. */
export const flatten = defineLayer({
  options: z.strictObject({ layer: z.literal('flatten'), ...commonOptions }),
  stem: 'flatten',
  build: ({ builder }, input) => builder.op('Flatten', [input], { axis: 1 }),
});
