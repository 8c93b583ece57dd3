import { z } from 'zod';
import { defineLayer } from './layer.ts';
import { buildRecurrent, recurrentOptions } from './recurrent.ts';

/**
 * Long short-term memory: `[batch, time, features]` → `[batch, units]`, or the whole sequence. Rows of the kernels are
 * those of the gates i, o, f, c. The forget gate's bias is first 1 higher than `biasInitializer` says, so that the
 * memory lasts (Jozefowicz, Zaremba and Sutskever 2015), as in Keras.
 */
export const lstm = defineLayer({
  options: z.strictObject({ layer: z.literal('lstm'), ...recurrentOptions }),
  stem: 'lstm',
  role: 'recurrence',
  build: (context, input, options) =>
    buildRecurrent(context, input, options, {
      opType: 'LSTM',
      gates: 4,
      adjustBias(bias) {
        for (let unit = 0; unit < options.units; unit++) bias[2 * options.units + unit]! += 1;
      },
    }),
});
