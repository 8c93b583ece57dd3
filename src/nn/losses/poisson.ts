import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Negative log-likelihood of counts t under Poisson distributions whose log-rates x the network gives, less what does not
 * depend on x: the mean of exp(x) − t x, as PyTorch's `PoissonNLLLoss`.
 */
export const poisson: Loss = {
  summary: 'Poisson likelihood of counts, for outputs that are log-rates',
  target: 'numbers',
  output: 'logRates',
  terms: 'outputs',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const perOutput = builder.op('Sub', [builder.op('Exp', [output]), builder.op('Mul', [target, output])]);
    return builder.op('ReduceMean', [perOutput], { keepdims: 0 });
  },
};
