import { z } from 'zod';
import type { Value } from '../../graph/index.ts';
import { activationSchema } from './activation-functions.ts';
import { commonOptions, type LayerContext } from './layer.ts';
import { trainableOption } from './weights.ts';

/** The options that normalisations share. */
export const normalizationOptions = {
  /** Added to the variance, against a division by zero. */
  epsilon: z.number().positive().default(1e-5),
  /** Default: the activation of the layer before, which then runs after the normalisation. */
  activation: activationSchema.optional(),
  ...trainableOption,
  ...commonOptions,
};

/** The trained scale, first 1, and bias, first 0, of a normalisation. */
export function scaleAndBias(context: LayerContext, shape: readonly number[]): [scale: Value, bias: Value] {
  const count = shape.reduce((product, length) => product * length, 1);
  const parameter = { shape, fanIn: count, fanOut: count };
  return [
    context.parameter('scale', parameter, { name: 'constant', value: 1 }),
    context.parameter('bias', parameter, { name: 'constant', value: 0 }),
  ];
}

/** The number of channels (axis 1) of an input with at least `leastRank` axes. */
export function channelCount(context: LayerContext, input: Value, leastRank: number): number {
  const channels = input.shape[1];
  if (typeof channels !== 'number' || input.shape.length < leastRank) {
    const expected = leastRank > 2 ? '[batch, channels, ...spatial]' : '[batch, channels, ...]';
    throw context.error(`the input has shape [${input.shape.join(', ')}], expected ${expected}`);
  }
  return channels;
}
