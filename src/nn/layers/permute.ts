import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';

/** Reorders the axes of each sample: `[3, 1, 2]` turns `[height, width, channels]` into `[channels, height, width]`. */
export const permute = defineLayer({
  options: z.strictObject({
    layer: z.literal('permute'),
    /** The old place of each new axis, counted from 1; the batch (0) stays first. */
    axes: z.array(z.int().positive()),
    ...commonOptions,
  }),
  stem: 'permute',
  build: ({ builder }, input, { axes }) => builder.op('Transpose', [input], { perm: [0, ...axes] }),
});
