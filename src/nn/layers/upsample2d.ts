import { z } from 'zod';
import { fromNumbers } from '../../core/index.ts';
import { perAxis, spread } from './convolution.ts';
import { commonOptions, defineLayer, spatialShape } from './layer.ts';

/** Enlarges an image by whole factors, each pixel repeated (nearest neighbour). */
export const upsample2d = defineLayer({
  options: z.strictObject({
    layer: z.literal('upsample2d'),
    /** How often each pixel is repeated, along both axes or `[height, width]`. */
    factor: perAxis(2).default(2),
    ...commonOptions,
  }),
  stem: 'upsample2d',
  build(context, input, { factor }) {
    spatialShape(context, input, 2);
    const { builder } = context;
    const scales = builder.constant(fromNumbers('float32', [4], [1, 1, ...spread(factor, 2)]));
    return builder.op('Resize', [input, undefined, scales], {
      mode: 'nearest',
      coordinate_transformation_mode: 'asymmetric',
      nearest_mode: 'floor',
    });
  },
});
