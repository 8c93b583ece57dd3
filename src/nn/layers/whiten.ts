import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';
import { perChannel } from './per-channel.ts';

/**
 * (x − mean) / deviation with the training set's statistics, one for all or one per channel (mission G6): part of the
 * network, so that test inputs get the very same treatment. The mean is subtracted first, which keeps the precision of
 * values that are large against their spread. A deviation of 0 counts as 1: a constant input becomes 0.
 */
export const whiten = defineLayer({
  options: z.strictObject({
    layer: z.literal('whiten'),
    mean: z.array(z.number()).min(1),
    deviation: z.array(z.number().nonnegative()).min(1),
    ...commonOptions,
  }),
  stem: 'whiten',
  build(context, input, { mean, deviation }) {
    const { builder } = context;
    const centred = builder.op('Sub', [input, perChannel(context, input, 'mean', mean)]);
    const inverse = deviation.map((number) => (number > 0 ? 1 / number : 1));
    return builder.op('Mul', [centred, perChannel(context, input, 'inverse_deviation', inverse)]);
  },
});
