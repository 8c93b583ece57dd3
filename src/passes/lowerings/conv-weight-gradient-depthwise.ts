import { kernelTaps, weightGradientSizes } from './conv-weight-gradient.ts';
import type { Lowering } from './lowering.ts';
import { concat, pad, reshape, slice } from './writing.ts';

/**
 * Of a depthwise convolution each weight is a sum of products over batch and positions: multiplied and summed tap by tap,
 * in half the time that products of matrices with a single row take.
 */
export const convWeightGradientDepthwise: Lowering = {
  name: 'conv-weight-gradient-depthwise',
  opType: 'ConvWeightGradient',
  applies: (context) => {
    const { channels, filters, group } = weightGradientSizes(context);
    return group > 1 && group === channels && group === filters;
  },
  lower: (builder, [x, dy], context) => {
    const { windows, channels, output } = weightGradientSizes(context);
    const { kernel, begins, ends, strides, dilations } = windows;
    const images = pad(builder, x!, begins, ends);
    const axes = builder.ints([0, ...output.map((_, axis) => axis + 2)]);
    const sums = kernelTaps(kernel).map((tap) => {
      const starts = tap.map((at, axis) => at * dilations[axis]!);
      const products = builder.op('Mul', [slice(builder, images, starts, output, strides), dy]);
      return reshape(builder, builder.op('ReduceSum', [products, axes], { keepdims: 0 }), [channels, 1]);
    });
    return [reshape(builder, concat(builder, sums, 1), [channels, 1, ...kernel])];
  },
};
