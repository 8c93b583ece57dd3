import { axisResizes, productAlongAxis } from '../../ops/index.ts';
import type { Lowering } from './lowering.ts';

/**
 * Linear and cubic interpolation as a matrix product along each axis: exact at every size and rank, where ONNX Runtime
 * interpolates cubically along the last two of four axes only, and faster for all but large images.
 */
export const resizeProducts: Lowering = {
  name: 'resize-products',
  opType: 'Resize',
  applies: (context) => context.string('mode') !== 'nearest',
  lower: (builder, [x], context) => [
    axisResizes(context).reduce((value, axis) => productAlongAxis(builder, value, axis, false), x!),
  ],
};
