import { tapsLast, weightGradientSizes } from './conv-weight-gradient.ts';
import type { Lowering } from './lowering.ts';
import { concat, pad, reshape, slice } from './writing.ts';

/**
 * Only the shifts along rows are copied side by side; shifts by whole rows are then contiguous slices, with one product
 * each. A third of the copying of columns for a 3x3 kernel.
 */
export const convWeightGradientRows: Lowering = {
  name: 'conv-weight-gradient-rows',
  opType: 'ConvWeightGradient',
  applies: (context) => {
    const { windows, batch, channels, group, taps } = weightGradientSizes(context);
    return windows.kernel.length === 2 && group === 1 && taps > 1 && channels > 4 && (channels < 64 || batch === 1);
  },
  lower: (builder, [x, dy], context) => {
    const sizes = weightGradientSizes(context);
    const { windows, batch, channels, filters, output, positions } = sizes;
    const [rows, columns] = output as [number, number];
    const [kernelRows, kernelColumns] = windows.kernel as [number, number];
    const [rowStride, columnStride] = windows.strides as [number, number];
    const [rowDilation, columnDilation] = windows.dilations as [number, number];
    const padded = pad(builder, x!, windows.begins, windows.ends);
    const shifts = Array.from({ length: kernelColumns }, (_, at) =>
      slice(builder, padded, [at * columnDilation], [columns], [columnStride]),
    );
    const side = concat(builder, shifts, 1);
    const gradient = reshape(builder, dy!, [batch, filters, positions]);
    const products = Array.from({ length: kernelRows }, (_, at) => {
      const shifted = slice(builder, side, [at * rowDilation, 0], [rows, columns], [rowStride, 1]);
      const flat = reshape(builder, shifted, [batch, kernelColumns * channels, positions]);
      return builder.op('FusedMatMul', [gradient, flat], { transB: 1 });
    });
    const product = concat(builder, products, 2);
    const sum = batch === 1 ? product : builder.op('ReduceSum', [product, builder.ints([0])], { keepdims: 0 });
    return [tapsLast(builder, sum, sizes)];
  },
};
