import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';

/** Joins inputs along an axis, along which alone their lengths may differ. */
export const concat = defineLayer({
  options: z.strictObject({
    layer: z.literal('concat'),
    /** Counted from the batch, which is 0; 1 are the features of vectors and the channels of images, −1 the last axis. */
    axis: z
      .int()
      .refine((axis) => axis !== 0, 'expected another axis than the batch')
      .default(1),
    ...commonOptions,
  }),
  stem: 'concat',
  merges: true,
  build: ({ builder, inputs }, _input, { axis }) => builder.op('Concat', inputs, { axis }),
});
