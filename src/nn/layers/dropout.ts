import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';

/** While training, sets each element to zero with probability `rate` and scales the others up; afterwards nothing. */
export const dropout = defineLayer({
  options: z.strictObject({
    layer: z.literal('dropout'),
    rate: z.number().min(0).lt(1).default(0.5),
    ...commonOptions,
  }),
  stem: 'dropout',
  build: ({ builder }, input, { rate }) => builder.op('Dropout', [input, builder.scalar(rate)]),
});
