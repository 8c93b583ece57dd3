import { z } from 'zod';
import { defineLayer } from './layer.ts';
import { buildRecurrent, recurrentOptions } from './recurrent.ts';

/** Plain recurrence, Hₜ = f(W Xₜ + R Hₜ₋₁ + b): `[batch, time, features]` → `[batch, units]`, or the whole sequence. */
export const simpleRnn = defineLayer({
  options: z.strictObject({
    layer: z.literal('simpleRnn'),
    /** f; a recurrence by ReLU can grow without bound. */
    activation: z.enum(['tanh', 'relu']).default('tanh'),
    ...recurrentOptions,
  }),
  stem: 'simple_rnn',
  role: 'recurrence',
  build: (context, input, options) =>
    buildRecurrent(context, input, options, {
      opType: 'RNN',
      gates: 1,
      attributes: { activations: [options.activation === 'tanh' ? 'Tanh' : 'Relu'] },
    }),
});
