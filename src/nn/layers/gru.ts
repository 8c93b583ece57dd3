import { z } from 'zod';
import { defineLayer } from './layer.ts';
import { buildRecurrent, recurrentOptions } from './recurrent.ts';

/**
 * Gated recurrent unit: `[batch, time, features]` → `[batch, units]`, or the whole sequence. Rows of the kernels are
 * those of the gates z, r and of the candidate; the reset gate acts after the product, as in Keras and PyTorch.
 */
export const gru = defineLayer({
  options: z.strictObject({ layer: z.literal('gru'), ...recurrentOptions }),
  stem: 'gru',
  role: 'recurrence',
  build: (context, input, options) =>
    buildRecurrent(context, input, options, { opType: 'GRU', gates: 3, attributes: { linear_before_reset: 1 } }),
});
