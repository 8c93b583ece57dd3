import { type Loss, sameAsOutput } from './loss.ts';

/** Keeps the logarithm of a rate of 0 finite: PyTorch's, where Keras has 1e-7. */
const epsilon = 1e-8;

/**
 * Negative log-likelihood of counts t under Poisson distributions whose rates x the network gives, less what does not
 * depend on x: the mean of x − t log(x + 1e-8), as PyTorch's `PoissonNLLLoss(log_input=False)` and Keras's `poisson`. A
 * negative output gives NaN: the last layer has to be positive.
 */
export const poissonOnRates: Loss = {
  summary: 'Poisson likelihood of counts, for outputs that are rates',
  target: 'numbers',
  output: 'rates',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const logRate = builder.op('Log', [builder.op('Add', [output, builder.scalar(epsilon)])]);
    const perOutput = builder.op('Sub', [output, builder.op('Mul', [target, logRate])]);
    return builder.op('ReduceMean', [perOutput], { keepdims: 0 });
  },
};
