import { elementCount } from '../../core/index.ts';
import { flippedAttributes, inputGradientSizes, isFlippable, reverseTaps } from './conv-input-gradient.ts';
import type { Lowering } from './lowering.ts';
import { reshape, transpose } from './writing.ts';

/**
 * A convolution of dY with the kernel turned around and filters and channels exchanged, for stride 1. For a single image
 * turning the kernel takes longer than the convolution gains.
 */
export const convInputGradientFlipped: Lowering = {
  name: 'conv-input-gradient-flipped',
  opType: 'ConvInputGradient',
  applies: (context) => {
    const { windows, channels, filters } = inputGradientSizes(context);
    return channels >= filters && context.concreteShape(0)[0]! > 1 && isFlippable(windows);
  },
  lower: (builder, [dy, w], context) => {
    const { windows, channels, filters, group } = inputGradientSizes(context);
    const { kernel } = windows;
    const apart = reshape(builder, w!, [group, filters / group, channels / group, elementCount(kernel)]);
    const turned = reverseTaps(builder, transpose(builder, apart, [3, 0, 2, 1]));
    const weights = reshape(builder, transpose(builder, turned, [1, 2, 3, 0]), [channels, filters / group, ...kernel]);
    return [builder.op('Conv', [dy, weights], { ...flippedAttributes(windows), group })];
  },
};
