import { type Loss, sameAsOutput } from './loss.ts';

/** L1: the mean of |output − target| over all outputs of the batch; less sensitive to outliers than L2 (mission D8). */
export const meanAbsoluteError: Loss = {
  summary: 'mean of absolute errors (L1), for numbers with outliers',
  target: 'numbers',
  output: 'numbers',
  terms: 'outputs',
  ofDifferences: true,
  targetType: sameAsOutput,
  write: (builder, output, target) =>
    builder.op('ReduceMean', [builder.op('Abs', [builder.op('Sub', [output, target])])], { keepdims: 0 }),
};
