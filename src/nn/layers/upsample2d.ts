import { z } from 'zod';
import { fromNumbers } from '../../core/index.ts';
import { perAxis, spread } from './convolution.ts';
import { commonOptions, defineLayer, spatialShape } from './layer.ts';

/** What ONNX calls each kind of interpolation. */
const modes = {
  nearest: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
  bilinear: { mode: 'linear', coordinate_transformation_mode: 'half_pixel' },
  bicubic: { mode: 'cubic', coordinate_transformation_mode: 'half_pixel' },
} as const;

/**
 * Enlarges an image by whole factors: each pixel repeated (nearest neighbour), or interpolated as PyTorch does it with
 * `align_corners=False` (bicubic with a = −0.75).
 */
export const upsample2d = defineLayer({
  options: z.strictObject({
    layer: z.literal('upsample2d'),
    /** How often each pixel is repeated, along both axes or `[height, width]`. */
    factor: perAxis(2).default(2),
    interpolation: z.enum(['nearest', 'bilinear', 'bicubic']).default('nearest'),
    ...commonOptions,
  }),
  stem: 'upsample2d',
  build(context, input, { factor, interpolation }) {
    spatialShape(context, input, 2);
    const { builder } = context;
    const scales = builder.constant(fromNumbers('float32', [4], [1, 1, ...spread(factor, 2)]));
    return builder.op('Resize', [input, undefined, scales], modes[interpolation]);
  },
});
