import { z } from 'zod';
import { activationSchema, writeActivation } from './activation-functions.ts';
import { commonOptions, defineLayer } from './layer.ts';

/** An activation function on its own. */
export const activation = defineLayer({
  options: z.strictObject({
    layer: z.literal('activation'),
    activation: activationSchema.default('relu'),
    ...commonOptions,
  }),
  stem: 'activation',
  build: ({ builder }, input, options) => writeActivation(builder, options.activation, input),
});
