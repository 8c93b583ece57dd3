import { z } from 'zod';
import { defineLayer, type LayerContext } from './layer.ts';

/**
 * y = x · scale + offset with fixed numbers, one each or one per channel (axis 1): whitens inputs by the training
 * set's statistics, or takes outputs back to the targets' units (mission G6). Part of the network, so that it cannot be
 * forgotten when the network is used.
 */
export const affine = defineLayer({
  options: z.strictObject({
    layer: z.literal('affine'),
    scale: z.array(z.number()).min(1),
    offset: z.array(z.number()).min(1),
    name: z.string().optional(),
  }),
  stem: 'affine',
  build(context, input, { scale, offset }) {
    const { builder } = context;
    const scaled = builder.op('Mul', [input, perChannel(context, input.shape.length, 'scale', scale, input.shape[1])]);
    return builder.op('Add', [scaled, perChannel(context, input.shape.length, 'offset', offset, input.shape[1])]);
  },
});

function perChannel(
  context: LayerContext,
  rank: number,
  part: string,
  numbers: readonly number[],
  channels: number | string | undefined,
) {
  if (numbers.length !== 1 && numbers.length !== channels) {
    throw context.error(`${part} has ${numbers.length} numbers, expected 1 or one for each of ${channels} channels`);
  }
  const shape = numbers.length === 1 ? [] : [numbers.length, ...new Array<number>(rank - 2).fill(1)];
  return context.constant(part, { dtype: 'float32', shape, data: Float32Array.from(numbers) });
}
