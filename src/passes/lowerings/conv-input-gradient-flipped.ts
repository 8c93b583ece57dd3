import { elementCount } from '../../core/index.ts';
import { inputGradientSizes } from './conv-input-gradient.ts';
import type { Lowering } from './lowering.ts';
import { reshape, transpose } from './writing.ts';

/** A convolution of dY with the kernel turned around and filters and channels exchanged, for stride 1. */
export const convInputGradientFlipped: Lowering = {
  name: 'conv-input-gradient-flipped',
  opType: 'ConvInputGradient',
  applies: (context) => {
    const { windows, channels, filters } = inputGradientSizes(context);
    const { kernel, strides, dilations, begins, ends } = windows;
    const room = kernel.map((length, axis) => (length - 1) * dilations[axis]!);
    return (
      channels >= filters &&
      strides.every((stride) => stride === 1) &&
      room.every((most, axis) => begins[axis]! <= most && ends[axis]! <= most)
    );
  },
  lower: (builder, [dy, w], context) => {
    const { windows, channels, filters, group } = inputGradientSizes(context);
    const { kernel, dilations, begins, ends } = windows;
    const taps = elementCount(kernel);
    // With the taps in front, turning the kernel around moves whole blocks.
    const apart = reshape(builder, w!, [group, filters / group, channels / group, taps]);
    const tapsFirst = transpose(builder, apart, [3, 0, 2, 1]);
    const reversed = builder.ints(Array.from({ length: taps }, (_, tap) => taps - 1 - tap));
    const turned = taps === 1 ? tapsFirst : builder.op('Gather', [tapsFirst, reversed], { axis: 0 });
    const weights = reshape(builder, transpose(builder, turned, [1, 2, 3, 0]), [channels, filters / group, ...kernel]);
    const outside = (pads: readonly number[]) =>
      pads.map((amount, axis) => (kernel[axis]! - 1) * dilations[axis]! - amount);
    const attributes = { kernel_shape: kernel, dilations, group, pads: [...outside(begins), ...outside(ends)] };
    return [builder.op('Conv', [dy, weights], attributes)];
  },
};
