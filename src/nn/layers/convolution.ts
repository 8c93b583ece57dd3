import { z } from 'zod';
import type { Value } from '../../graph/index.ts';
import type { InitializerOptions } from '../initializers/index.ts';
import { type ActivationName, writeActivation } from './activation-functions.ts';
import { commonOptions, type LayerContext, spatialShape } from './layer.ts';
import { defaultInitializer, weightOptions } from './weights.ts';

/** One length for all spatial axes, or one each. */
export function perAxis(spatialRank: number) {
  return z.union([z.int().positive(), z.array(z.int().positive()).length(spatialRank)]);
}

/** The options that convolutions of every dimension share. */
export function convolutionOptions(spatialRank: number) {
  return {
    /** Number of output channels; 64 or 128 are plenty (mission G9). */
    filters: z.int().positive().default(64),
    kernelSize: perAxis(spatialRank).default(3),
    strides: perAxis(spatialRank).default(1),
    /** `same` keeps the spatial size at stride 1, `valid` uses no padding; numbers pad each side. */
    padding: z.union([z.enum(['same', 'valid']), z.int().nonnegative()]).default('same'),
    dilation: perAxis(spatialRank).default(1),
    groups: z.int().positive().default(1),
    ...weightOptions,
    ...commonOptions,
  };
}

interface ConvolutionOptions {
  readonly filters: number;
  readonly kernelSize: number | readonly number[];
  readonly strides: number | readonly number[];
  readonly padding: 'same' | 'valid' | number;
  readonly dilation: number | readonly number[];
  readonly groups: number;
  readonly activation?: ActivationName | undefined;
  readonly bias: boolean;
  readonly initializer?: InitializerOptions | undefined;
  readonly biasInitializer: InitializerOptions;
}

/** Writes a convolution of any dimension; the kernel is stored `[filters, channels / groups, ...kernel]`, as in ONNX. */
export function buildConvolution(
  context: LayerContext,
  input: Value,
  options: ConvolutionOptions,
  spatialRank: number,
): Value {
  const { filters, padding, groups, activation = 'relu', bias, initializer, biasInitializer } = options;
  const { channels } = spatialShape(context, input, spatialRank);
  const kernelShape = spread(options.kernelSize, spatialRank);
  const strides = spread(options.strides, spatialRank);
  const dilations = spread(options.dilation, spatialRank);
  if (channels % groups !== 0 || filters % groups !== 0) {
    throw context.error(`${groups} groups must divide ${channels} input channels and ${filters} filters`);
  }
  const kernelSize = kernelShape.reduce((product, length) => product * length, 1);
  const fans = { fanIn: (channels / groups) * kernelSize, fanOut: (filters / groups) * kernelSize };
  const kernel = context.parameter(
    'kernel',
    { shape: [filters, channels / groups, ...kernelShape], ...fans },
    initializer ?? defaultInitializer(activation),
  );
  const inputs = [input, kernel];
  if (bias) inputs.push(context.parameter('bias', { shape: [filters], ...fans }, biasInitializer));
  const pads = convolutionPads(padding, input.shape.slice(2) as number[], kernelShape, strides, dilations);
  const output = context.builder.op('Conv', inputs, {
    kernel_shape: kernelShape,
    strides,
    pads,
    dilations,
    group: groups,
  });
  return writeActivation(context.builder, activation, output);
}

/** One number for each axis. */
export function spread(lengths: number | readonly number[], spatialRank: number): number[] {
  return typeof lengths === 'number' ? new Array<number>(spatialRank).fill(lengths) : [...lengths];
}

/** Padding before and after each axis, in ONNX's order; `same` puts the odd element at the end, as Keras does. */
export function convolutionPads(
  padding: 'same' | 'valid' | number,
  sizes: readonly number[],
  kernel: readonly number[],
  strides: readonly number[],
  dilations: readonly number[],
): number[] {
  if (typeof padding === 'number') return new Array<number>(2 * kernel.length).fill(padding);
  if (padding === 'valid') return new Array<number>(2 * kernel.length).fill(0);
  const totals = kernel.map((length, axis) => {
    const outputs = Math.ceil(sizes[axis]! / strides[axis]!);
    return Math.max(0, (outputs - 1) * strides[axis]! + (length - 1) * dilations[axis]! + 1 - sizes[axis]!);
  });
  return [...totals.map((total) => Math.floor(total / 2)), ...totals.map((total) => Math.ceil(total / 2))];
}
