import { z } from 'zod';
import { commonOptions, defineLayer, spatialShape } from './layer.ts';

const amount = z.int().nonnegative();

/** Puts zeros around an image. */
export const zeroPadding2d = defineLayer({
  options: z.strictObject({
    layer: z.literal('zeroPadding2d'),
    /** Pixels on every side, or `[top, bottom, left, right]`. */
    padding: z.union([amount, z.tuple([amount, amount, amount, amount])]).default(1),
    ...commonOptions,
  }),
  stem: 'zero_padding2d',
  build(context, input, { padding }) {
    spatialShape(context, input, 2);
    const [top, bottom, left, right] = typeof padding === 'number' ? [padding, padding, padding, padding] : padding;
    const { builder } = context;
    return builder.op('Pad', [input, builder.ints([0, 0, top, left, 0, 0, bottom, right])]);
  },
});
