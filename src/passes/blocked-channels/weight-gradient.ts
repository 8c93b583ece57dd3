import type { GraphBuilder, Value } from '../../graph/index.ts';
import { channelBlock } from '../../ops/index.ts';
import {
  kernelTaps,
  tapsLast,
  type WeightGradientSizes,
  weightGradientSizes,
} from '../lowerings/conv-weight-gradient.ts';
import { concat, pad, reshape, slice, transpose } from '../lowerings/writing.ts';
import type { BlockedOperator } from './blocked-operator.ts';

/**
 * The gradient of a convolution with respect to its weights, from dY with the channels last, which blocks are brought
 * into cheaply: rows of such matrices are positions, over which the products sum.
 */
export const blockedConvWeightGradient: BlockedOperator = {
  opTypes: ['ConvWeightGradient'],
  applies: (context, inputs) => {
    const { channels, group } = weightGradientSizes(context);
    const readable = inputs.isBlocked(0) || channels < channelBlock;
    return context.rank(0) === 4 && group === 1 && inputs.isBlocked(1) && readable;
  },
  write: (builder, inputs, context) => {
    const sizes = weightGradientSizes(context);
    const dy = inputs.channelsLast(1);
    const plain = inputs.isBlocked(0)
      ? fromChannelsLast(builder, inputs.channelsLast(0), dy, sizes)
      : fromPlain(builder, inputs.plain(0), dy, sizes);
    return { plain };
  },
};

/** The shifts along rows side by side as channels; one product of all images for each row of the kernel. */
function fromChannelsLast(builder: GraphBuilder, x: Value, dy: Value, sizes: WeightGradientSizes): Value {
  const { windows, batch, channels, filters, output, positions } = sizes;
  const [rows, columns] = output as [number, number];
  const [kernelRows, kernelColumns] = windows.kernel as [number, number];
  const [rowStride, columnStride] = windows.strides as [number, number];
  const [rowDilation, columnDilation] = windows.dilations as [number, number];
  const padded = pad(builder, x, [...windows.begins, 0], [...windows.ends, 0]);
  const shifts = Array.from({ length: kernelColumns }, (_, at) =>
    slice(builder, padded, [at * columnDilation, 0], [columns, channels], [columnStride, 1]),
  );
  const side = concat(builder, shifts, 3);
  const width = kernelColumns * channels;
  const gradient = reshape(builder, dy, [batch * positions, filters]);
  const products = Array.from({ length: kernelRows }, (_, at) => {
    const shifted = slice(builder, side, [at * rowDilation, 0, 0], [rows, columns, width], [rowStride, 1, 1]);
    return builder.op('Gemm', [gradient, reshape(builder, shifted, [batch * positions, width])], { transA: 1 });
  });
  return tapsLast(builder, concat(builder, products, 1), sizes);
}

/** For few channels: all windows as columns, one product for each image. */
function fromPlain(builder: GraphBuilder, x: Value, dy: Value, sizes: WeightGradientSizes): Value {
  const { windows, batch, channels, filters, output, taps, positions } = sizes;
  const padded = pad(builder, x, windows.begins, windows.ends);
  const shifts = kernelTaps(windows.kernel).map((tap) => {
    const starts = tap.map((at, axis) => at * windows.dilations[axis]!);
    return slice(builder, padded, starts, output, windows.strides);
  });
  const columns = reshape(builder, concat(builder, shifts, 1), [batch, taps * channels, positions]);
  const products = builder.op('MatMul', [columns, reshape(builder, dy, [batch, positions, filters])]);
  const sum = builder.op('ReduceSum', [products, builder.ints([0])], { keepdims: 0 });
  const apart = reshape(builder, sum, [taps, channels, filters]);
  return reshape(builder, transpose(builder, apart, [2, 1, 0]), [filters, channels, ...windows.kernel]);
}
