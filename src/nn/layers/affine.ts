import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';
import { perChannel } from './per-channel.ts';

/**
 * y = x · scale + offset with fixed numbers, one each or one per channel (axis 1): takes outputs to the targets' units,
 * as part of the network, so that it cannot be forgotten when the network is used.
 */
export const affine = defineLayer({
  options: z.strictObject({
    layer: z.literal('affine'),
    scale: z.array(z.number()).min(1),
    offset: z.array(z.number()).min(1),
    ...commonOptions,
  }),
  stem: 'affine',
  build(context, input, { scale, offset }) {
    const { builder } = context;
    const scaled = builder.op('Mul', [input, perChannel(context, input, 'scale', scale)]);
    return builder.op('Add', [scaled, perChannel(context, input, 'offset', offset)]);
  },
});
