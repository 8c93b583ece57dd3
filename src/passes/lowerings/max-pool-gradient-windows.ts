import { elementCount, tensor } from '../../core/index.ts';
import { kernelTaps } from './conv-weight-gradient.ts';
import type { Lowering } from './lowering.ts';
import { equalMask, lowest } from './max-pool-gradient.ts';
import { overlayWindows, pooledWindows } from './pooling.ts';
import { concat, pad, reshape, slice } from './writing.ts';

/** For windows of any kind: each tap of all windows is compared with the maxima, and the shares are laid over each other. */
export const maxPoolGradientWindows: Lowering = {
  name: 'max-pool-gradient-windows',
  opType: 'MaxPoolGradient',
  applies: () => true,
  lower: (builder, [x, y, dy], context) => {
    const [batch, channels, ...spatial] = context.concreteShape(0) as [number, number, ...number[]];
    const windows = pooledWindows(context, spatial);
    const { kernel, strides, dilations, begins } = windows;
    const output = windows.output as number[];
    const reach = kernel.map(
      (length, axis) => (output[axis]! - 1) * strides[axis]! + (length - 1) * dilations[axis]! + 1,
    );
    const ends = reach.map((length, axis) => Math.max(length - begins[axis]! - spatial[axis]!, 0));
    const images = reshape(builder, pad(builder, x!, begins, ends, lowest), [
      batch * channels,
      1,
      ...spatial.map((length, axis) => length + begins[axis]! + ends[axis]!),
    ]);
    const taps = kernelTaps(kernel).map((tap) => {
      const starts = tap.map((at, axis) => at * dilations[axis]!);
      return slice(builder, images, starts, output, strides);
    });
    const windowed = [batch * channels, 1, ...output];
    const mask = equalMask(builder, concat(builder, taps, 1), reshape(builder, y!, windowed));
    const ties = builder.op('ReduceSum', [mask, builder.ints([1])]);
    const shares = builder.op('Mul', [mask, builder.op('Div', [reshape(builder, dy!, windowed), ties])]);
    const count = elementCount(kernel);
    const identity = new Float32Array(count * count);
    for (let tap = 0; tap < count; tap++) identity[tap * count + tap] = 1;
    const kernels = builder.constant(tensor('float32', [count, 1, ...kernel], identity), 'taps');
    const gradient = overlayWindows(builder, shares, kernels, windows, spatial);
    return [reshape(builder, gradient, [batch, channels, ...spatial])];
  },
};
