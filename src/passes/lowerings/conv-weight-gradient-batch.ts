import { kernelTaps, tapsLast, weightGradientSizes } from './conv-weight-gradient.ts';
import type { Lowering } from './lowering.ts';
import { concat, pad, reshape, slice, transpose } from './writing.ts';

/**
 * Channels moved before the batch, so that one product for each tap sums over all positions of all images at once: what
 * runs fastest for many channels.
 */
export const convWeightGradientBatch: Lowering = {
  name: 'conv-weight-gradient-batch',
  opType: 'ConvWeightGradient',
  applies: (context) => {
    const { batch, channels, group, taps } = weightGradientSizes(context);
    return group === 1 && taps > 1 && channels >= 64 && batch > 1;
  },
  lower: (builder, [x, dy], context) => {
    const sizes = weightGradientSizes(context);
    const { windows, batch, channels, filters, output, positions } = sizes;
    const order = [1, 0, ...output.map((_, axis) => axis + 2)];
    const images = transpose(builder, pad(builder, x!, windows.begins, windows.ends), order);
    const gradient = reshape(builder, transpose(builder, dy!, order), [filters, batch * positions]);
    const products = kernelTaps(windows.kernel).map((tap) => {
      const starts = tap.map((at, axis) => at * windows.dilations[axis]!);
      const shifted = reshape(builder, slice(builder, images, starts, output, windows.strides), [
        channels,
        batch * positions,
      ]);
      return builder.op('Gemm', [gradient, shifted], { transB: 1 });
    });
    return [tapsLast(builder, concat(builder, products, 1), sizes)];
  },
};
