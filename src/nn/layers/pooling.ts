import { z } from 'zod';
import type { Value } from '../../graph/index.ts';
import { convolutionPads, perAxis, spread } from './convolution.ts';
import { commonOptions, type LayerContext, spatialShape } from './layer.ts';

/** The options that pooling layers share; strides are the pool size unless given. */
export function poolingOptions(spatialRank: number) {
  return {
    poolSize: perAxis(spatialRank).default(2),
    strides: perAxis(spatialRank).optional(),
    padding: z.union([z.enum(['same', 'valid']), z.int().nonnegative()]).default('valid'),
    ...commonOptions,
  };
}

interface PoolingOptions {
  readonly poolSize: number | readonly number[];
  readonly strides?: number | readonly number[] | undefined;
  readonly padding: 'same' | 'valid' | number;
}

/** Writes a pooling node of any dimension. */
export function buildPooling(
  context: LayerContext,
  input: Value,
  opType: 'MaxPool' | 'AveragePool',
  options: PoolingOptions,
  spatialRank: number,
): Value {
  spatialShape(context, input, spatialRank);
  const kernel = spread(options.poolSize, spatialRank);
  const strides = spread(options.strides ?? options.poolSize, spatialRank);
  const sizes = input.shape.slice(2) as number[];
  const tooSmall = sizes.findIndex((size, axis) => size < kernel[axis]! && options.padding === 'valid');
  if (tooSmall >= 0) {
    throw context.error(
      `the pool [${kernel.join(', ')}] is larger than the image [${sizes.join(', ')}]`,
      'Use fewer pooling layers, or padding "same"',
    );
  }
  const ones = new Array<number>(spatialRank).fill(1);
  return context.builder.op(opType, [input], {
    kernel_shape: kernel,
    strides,
    pads: convolutionPads(options.padding, sizes, kernel, strides, ones),
  });
}
