import { z } from 'zod';
import { commonOptions, defineLayer } from './layer.ts';

/** Gives each sample another shape, its elements in the same order; one length may be −1. */
export const reshape = defineLayer({
  options: z.strictObject({
    layer: z.literal('reshape'),
    /** Shape of one sample, without the batch. */
    shape: z.array(z.int().refine((length) => length === -1 || length > 0, 'expected a positive length or −1')),
    ...commonOptions,
  }),
  stem: 'reshape',
  build: ({ builder }, input, { shape }) => builder.op('Reshape', [input, builder.ints([0, ...shape])]),
});
