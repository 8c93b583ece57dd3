import { z } from 'zod';
import { writeActivation } from './activation-functions.ts';
import { convolutionOptions, convolutionPads, spread } from './convolution.ts';
import { defineLayer, spatialShape } from './layer.ts';
import { defaultInitializer } from './weights.ts';

/**
 * Transposed convolution over an image, which enlarges it by the strides; the kernel is stored
 * `[channels, filters / groups, ...kernel]`, as in ONNX and PyTorch. `same` gives length · stride, as in Keras; numbers
 * crop each side. An output is fed by channels / groups · kernel / stride inputs on average, which is its fan-in.
 */
export const convTranspose2d = defineLayer({
  options: z.strictObject({ layer: z.literal('convTranspose2d'), ...convolutionOptions(2) }),
  stem: 'conv_transpose2d',
  role: 'weights',
  build(
    context,
    input,
    { filters, padding, groups, activation = 'relu', bias, initializer, biasInitializer, ...rest },
  ) {
    const { channels } = spatialShape(context, input, 2);
    const kernelShape = spread(rest.kernelSize, 2);
    const strides = spread(rest.strides, 2);
    const dilations = spread(rest.dilation, 2);
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw context.error(`${groups} groups must divide ${channels} input channels and ${filters} filters`);
    }
    const product = (lengths: readonly number[]) => lengths.reduce((total, length) => total * length, 1);
    const fans = {
      fanIn: ((channels / groups) * product(kernelShape)) / product(strides),
      fanOut: (filters / groups) * product(kernelShape),
    };
    const kernel = context.parameter(
      'kernel',
      { shape: [channels, filters / groups, ...kernelShape], ...fans },
      initializer ?? defaultInitializer(activation),
    );
    const inputs = [input, kernel];
    if (bias) inputs.push(context.parameter('bias', { shape: [filters], ...fans }, biasInitializer));
    const outputSizes = (input.shape.slice(2) as number[]).map((length, axis) => length * strides[axis]!);
    const missing = kernelShape.map((length, axis) => strides[axis]! - ((length - 1) * dilations[axis]! + 1));
    const output = context.builder.op('ConvTranspose', inputs, {
      kernel_shape: kernelShape,
      strides,
      pads: convolutionPads(padding, outputSizes, kernelShape, strides, dilations),
      dilations,
      group: groups,
      output_padding: missing.map((length) => (padding === 'same' ? Math.max(length, 0) : 0)),
    });
    return writeActivation(context.builder, activation, output);
  },
});
