import type { Value } from '../../../graph/index.ts';
import { convolutionPads } from '../../../nn/index.ts';
import { writeActivation } from '../activations.ts';
import type { KerasLayer } from '../layer.ts';
import { type LayerContext, permuted } from '../layer-context.ts';

const stridesAndDilations = (context: LayerContext, rank: number) => ({
  strides: context.options.perAxis('strides', rank, 1),
  dilations: context.options.perAxis('dilation_rate', rank, 1),
});

/** Number of channels of an input in the layer's own layout. */
export function channelsOf(context: LayerContext, rank: number): number {
  context.requireRank(context.input, rank + 2);
  return context.known(context.input, context.isChannelsFirst ? 1 : -1);
}

/** Keras's padding for a window over `[batch, channels, ...]`; with stride 1 no length needs to be known. */
export function windowPads(
  context: LayerContext,
  x: Value,
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
  causal = false,
): number[] {
  const padding = context.options.oneOf('padding', ['valid', 'same', 'causal'], 'valid');
  if (padding === 'causal') {
    if (!causal) throw context.error("the padding is 'causal', expected 'valid' or 'same'");
    return [(kernel[0]! - 1) * dilations[0]!, 0];
  }
  const needsLength = padding === 'same' && strides.some((stride) => stride > 1);
  const sizes = x.shape.slice(2).map((length, axis) => (needsLength ? context.known(x, axis + 2) : asNumber(length)));
  return convolutionPads(padding, sizes, kernel, strides, dilations);
}

function asNumber(length: number | string): number {
  return typeof length === 'number' ? length : 2 ** 20;
}

/** A convolution over `rank` spatial axes; kernels are stored `[filters, channels / groups, ...kernel]`, as in ONNX. */
export const convolution = (rank: 1 | 2 | 3): KerasLayer => ({
  mask: rank === 1 ? 'keeps' : 'drops',
  write(context) {
    const { options } = context;
    const channels = channelsOf(context, rank);
    const filters = options.integer('filters');
    const kernel = options.perAxis('kernel_size', rank);
    const group = options.integer('groups', 1);
    if (channels % group !== 0 || filters % group !== 0) {
      throw context.error(`${group} groups must divide ${channels} channels and ${filters} filters`);
    }
    const shape = [...kernel, channels / group, filters];
    const order = [rank + 1, rank, ...kernel.map((_, axis) => axis)];
    const weights = [context.variable('kernel', { shape, stored: permuted(shape, order) })];
    if (options.boolean('use_bias', true)) weights.push(context.variable('bias', { shape: [filters] }));
    const result = context.onChannelsFirst(context.input, (x) =>
      writeConvolution(context, x, weights, { kernel, group, ...stridesAndDilations(context, rank) }),
    );
    return writeActivation(context, options.values.activation, result);
  },
});

interface Window {
  readonly kernel: readonly number[];
  readonly group: number;
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
}

function writeConvolution(context: LayerContext, x: Value, weights: readonly Value[], window: Window): Value {
  const { kernel, strides, dilations, group } = window;
  const pads = windowPads(context, x, kernel, strides, dilations, kernel.length === 1);
  return context.builder.op('Conv', [x, ...weights], { kernel_shape: kernel, strides, dilations, pads, group });
}

/** The kernel of a convolution that keeps channels apart: `[...kernel, channels, multiplier]` in Keras. */
function depthwiseKernel(context: LayerContext, name: string, rank: number, channels: number) {
  const kernel = context.options.perAxis('kernel_size', rank);
  const multiplier = context.options.integer('depth_multiplier', 1);
  const shape = [...kernel, channels, multiplier];
  const stored = permuted(
    shape,
    [rank, rank + 1, ...kernel.map((_, axis) => axis)],
    [channels * multiplier, 1, ...kernel],
  );
  const initializer = context.options.values.depthwise_initializer ?? 'glorot_uniform';
  return { kernel, multiplier, weights: context.variable(name, { shape, stored, initializer }) };
}

/** A kernel for each channel. */
export const depthwiseConvolution = (rank: 1 | 2): KerasLayer => ({
  mask: 'drops',
  write(context) {
    const { options } = context;
    const channels = channelsOf(context, rank);
    const { kernel, multiplier, weights } = depthwiseKernel(context, 'kernel', rank, channels);
    const all = [weights];
    if (options.boolean('use_bias', true)) all.push(context.variable('bias', { shape: [channels * multiplier] }));
    const result = context.onChannelsFirst(context.input, (x) =>
      writeConvolution(context, x, all, { kernel, group: channels, ...stridesAndDilations(context, rank) }),
    );
    return writeActivation(context, options.values.activation, result);
  },
});

/** A depthwise convolution, then one with a kernel of length 1. */
export const separableConvolution = (rank: 1 | 2): KerasLayer => ({
  mask: 'drops',
  write(context) {
    const { options, builder } = context;
    const channels = channelsOf(context, rank);
    const filters = options.integer('filters');
    const { kernel, multiplier, weights } = depthwiseKernel(context, 'depthwise_kernel', rank, channels);
    const shape = [...kernel.map(() => 1), channels * multiplier, filters];
    const order = [rank + 1, rank, ...kernel.map((_, axis) => axis)];
    const initializer = options.values.pointwise_initializer ?? 'glorot_uniform';
    const pointwise = [context.variable('pointwise_kernel', { shape, stored: permuted(shape, order), initializer })];
    if (options.boolean('use_bias', true)) pointwise.push(context.variable('bias', { shape: [filters] }));
    const result = context.onChannelsFirst(context.input, (x) => {
      const apart = writeConvolution(context, x, [weights], {
        kernel,
        group: channels,
        ...stridesAndDilations(context, rank),
      });
      return builder.op('Conv', [apart, ...pointwise], { kernel_shape: kernel.map(() => 1) });
    });
    return writeActivation(context, options.values.activation, result);
  },
});

/** The gradient of a convolution as a layer; kernels are stored `[channels, filters, ...kernel]`, as in ONNX. */
export const transposedConvolution = (rank: 1 | 2 | 3): KerasLayer => ({
  mask: 'drops',
  write(context) {
    const { options, builder } = context;
    const channels = channelsOf(context, rank);
    const filters = options.integer('filters');
    const kernel = options.perAxis('kernel_size', rank);
    const { strides, dilations } = stridesAndDilations(context, rank);
    const padding = options.oneOf('padding', ['valid', 'same'], 'valid');
    const extra = options.has('output_padding') ? options.perAxis('output_padding', rank, undefined, 0) : undefined;
    const shape = [...kernel, filters, channels];
    const order = [rank + 1, rank, ...kernel.map((_, axis) => axis)];
    const weights = [context.variable('kernel', { shape, stored: permuted(shape, order) })];
    if (options.boolean('use_bias', true)) weights.push(context.variable('bias', { shape: [filters] }));
    const surplus = kernel.map((length, axis) => {
      const window = (length - 1) * dilations[axis]! + 1;
      return window - outputBeyondStrides(window, strides[axis]!, padding, extra?.[axis]);
    });
    const cut = surplus.map((total) => Math.max(total, 0));
    const result = context.onChannelsFirst(context.input, (x) =>
      builder.op('ConvTranspose', [x, ...weights], {
        kernel_shape: kernel,
        strides,
        dilations,
        pads: [...cut.map((total) => Math.floor(total / 2)), ...cut.map((total) => Math.ceil(total / 2))],
        output_padding: surplus.map((total) => Math.max(-total, 0)),
      }),
    );
    return writeActivation(context, options.values.activation, result);
  },
});

/** Length of the output less (length of the input - 1) · stride, by Keras's rule. */
function outputBeyondStrides(window: number, stride: number, padding: 'valid' | 'same', extra: number | undefined) {
  if (extra === undefined) return padding === 'same' ? stride : Math.max(window, stride);
  return window + extra - (padding === 'same' ? 2 * Math.floor(window / 2) : 0);
}
