import { kernelTaps, tapsLast, weightGradientSizes } from './conv-weight-gradient.ts';
import type { Lowering } from './lowering.ts';
import { concat, pad, reshape, slice } from './writing.ts';

/**
 * The input's windows as columns, one product for each image: what runs fastest for few channels and for 1x1 kernels,
 * and the way that covers every stride, dilation and group.
 */
export const convWeightGradientColumns: Lowering = {
  name: 'conv-weight-gradient-columns',
  opType: 'ConvWeightGradient',
  applies: () => true,
  lower: (builder, [x, dy], context) => {
    const sizes = weightGradientSizes(context);
    const { windows, batch, channels, filters, group, output, taps, positions } = sizes;
    const { begins, ends, strides, dilations } = windows;
    const padding = pad(builder, x!, begins, ends);
    const images = reshape(builder, padding, [
      batch * group,
      channels / group,
      ...(padding.shape.slice(2) as number[]),
    ]);
    const columns = concat(
      builder,
      kernelTaps(windows.kernel).map((tap) =>
        slice(
          builder,
          images,
          tap.map((at, axis) => at * dilations[axis]!),
          output,
          strides,
        ),
      ),
      1,
    );
    const products = builder.op(
      'FusedMatMul',
      [
        reshape(builder, dy!, [batch, group, filters / group, positions]),
        reshape(builder, columns, [batch, group, (taps * channels) / group, positions]),
      ],
      { transB: 1 },
    );
    const sum = batch === 1 ? products : builder.op('ReduceSum', [products, builder.ints([0])], { keepdims: 0 });
    return [tapsLast(builder, sum, sizes)];
  },
};
