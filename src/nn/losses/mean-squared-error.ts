import { type Loss, sameAsOutput } from './loss.ts';

/** L2: the mean of (output − target)² over all outputs of the batch. */
export const meanSquaredError: Loss = {
  summary: 'mean of squared errors (L2), for numbers',
  target: 'numbers',
  output: 'numbers',
  terms: 'outputs',
  ofDifferences: true,
  targetType: sameAsOutput,
  write(builder, output, target) {
    const error = builder.op('Sub', [output, target]);
    return builder.op('ReduceMean', [builder.op('Mul', [error, error])], { keepdims: 0 });
  },
};
