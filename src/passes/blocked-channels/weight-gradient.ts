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
 * The gradient of a convolution with respect to its weights, where dY lies in blocks and X does or has few channels: by a
 * convolution where the images divide into blocks, too; else by products of matrices whose rows are positions.
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
    if (!inputs.isBlocked(0)) return [{ plain: byColumns(builder, inputs.plain(0), inputs.channelsLast(1), sizes) }];
    if (sizes.batch % channelBlock !== 0) {
      return [{ plain: byRows(builder, inputs.channelsLast(0), inputs.channelsLast(1), sizes) }];
    }
    return [{ plain: byConvolution(builder, inputs.plain(0), inputs.blocked(1), sizes) }];
  },
};

/**
 * dW[k, c] is X[c] convolved with dY[k], the images of the batch taking the part of channels, and strides that of
 * dilations. Runs at the processor's peak, where products of matrices reach half of it.
 */
function byConvolution(builder: GraphBuilder, x: Value, dy: Value, sizes: WeightGradientSizes): Value {
  const { windows, batch, channels, filters, output, positions } = sizes;
  const { kernel, strides, dilations, begins } = windows;
  const spatial = x.shape.slice(2) as number[];
  const swapped = builder.op('NchwcReorderInput', [transpose(builder, x, [1, 0, 2, 3])]);
  const blocks = reshape(builder, swapped, [channels, batch / channelBlock, ...spatial, channelBlock]);
  const reach = kernel.map(
    (length, axis) => (length - 1) * dilations[axis]! + (output[axis]! - 1) * strides[axis]! + 1,
  );
  // The engine convolves its own padding at half the speed.
  const ends = reach.map((length, axis) => length - spatial[axis]! - begins[axis]!);
  const padded = reshape(builder, pad(builder, blocks, [...begins, 0], [...ends, 0]), [channels, batch, ...reach]);
  const apart = [batch / channelBlock, channelBlock, filters / channelBlock, positions, channelBlock];
  const ordered = transpose(builder, reshape(builder, dy, apart), [2, 0, 3, 1, 4]);
  const copies = rowCopies(sizes);
  const weights = copies === 1 ? ordered : shiftedRows(builder, ordered, sizes);
  const length = output[0]! + (copies - 1) * dilations[0]!;
  const kernels = reshape(builder, weights, [copies * filters, batch, length, output[1]!]);
  const blocked = builder.op('NchwcConv', [padded, kernels], { strides: dilations, dilations: strides });
  const plain = builder.op('NchwcReorderOutput', [blocked], { channels: copies * filters });
  if (copies === 1) return transpose(builder, plain, [1, 0, 2, 3]);
  const rowsApart = reshape(builder, plain, [channels, copies, filters, kernel[1]!]);
  return transpose(builder, rowsApart, [2, 0, 1, 3]);
}

/**
 * How many times dY is taken, each time shifted by a row of the kernel, as so many more filters of a convolution whose
 * result has a single row. With one block of filters and three columns the processor waits for its own sums: with three
 * blocks it is done in a third of the time.
 */
function rowCopies({ windows, filters, output }: WeightGradientSizes): number {
  const [rows] = windows.kernel as [number];
  const added = (rows - 1) * windows.dilations[0]!;
  return filters === channelBlock && windows.strides[0] === 1 && 4 * added <= output[0]! ? rows : 1;
}

/** Copies of the rows of dY in blocked order, the n-th with zeros for the first n rows of the kernel. */
function shiftedRows(builder: GraphBuilder, ordered: Value, { windows, batch, output }: WeightGradientSizes): Value {
  const [rows, columns] = output as [number, number];
  const [copies] = windows.kernel as [number];
  const [dilation] = windows.dilations as [number];
  const blocks = batch / channelBlock;
  const matrix = reshape(builder, ordered, [blocks * rows, columns * channelBlock * channelBlock]);
  const zero = blocks * rows;
  const shifted = Array.from({ length: copies }, (_, copy) => copy * dilation).flatMap((shift) =>
    Array.from({ length: blocks }, (_, block) => block * rows).flatMap((first) =>
      Array.from({ length: rows + (copies - 1) * dilation }, (_, row) =>
        row >= shift && row < shift + rows ? first + row - shift : zero,
      ),
    ),
  );
  return builder.op('Gather', [pad(builder, matrix, [0, 0], [1, 0]), builder.ints(shifted)], { axis: 0 });
}

/** The shifts along rows side by side as channels; one product of all images for each row of the kernel. */
function byRows(builder: GraphBuilder, x: Value, dy: Value, sizes: WeightGradientSizes): Value {
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
function byColumns(builder: GraphBuilder, x: Value, dy: Value, sizes: WeightGradientSizes): Value {
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
