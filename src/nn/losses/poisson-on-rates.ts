import { z } from 'zod';
import { type Loss, sameAsOutput } from './loss.ts';
import { comparedOptions } from './options.ts';

/** Options of {@link poissonOnRates}. */
export const poissonOnRatesOptions = z.strictObject({
  name: z.literal('poissonOnRates'),
  /** Keeps the logarithm of a rate of 0 finite: 1e-8 as in PyTorch; Keras has 1e-7. */
  epsilon: z.number().positive().exactOptional(),
  ...comparedOptions,
});

/**
 * Negative log-likelihood of counts t under Poisson distributions whose rates x the network gives, less what does not
 * depend on x: the mean of x − t log(x + ε), as PyTorch's `PoissonNLLLoss(log_input=False)` and Keras's `poisson`. A
 * negative output gives NaN: the last layer has to be positive.
 */
export function poissonOnRates({ epsilon = 1e-8 }: z.infer<typeof poissonOnRatesOptions>): Loss {
  return {
    summary: 'Poisson likelihood of counts, for outputs that are rates',
    target: 'numbers',
    output: 'rates',
    terms: 'outputs',
    targetType: sameAsOutput,
    write(builder, output, target) {
      const logRate = builder.op('Log', [builder.op('Add', [output, builder.scalar(epsilon)])]);
      const perOutput = builder.op('Sub', [output, builder.op('Mul', [target, logRate])]);
      return builder.op('ReduceMean', [perOutput], { keepdims: 0 });
    },
  };
}
