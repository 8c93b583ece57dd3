import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Mean of log cosh(output − target), nearly e²/2 for small errors and |e| − log 2 for large ones; computed as
 * e + softplus(−2 e) − log 2, which never overflows. As Keras's `LogCosh`.
 */
export const logCosh: Loss = {
  summary: 'logarithm of the hyperbolic cosine of errors, a smooth huber',
  target: 'numbers',
  output: 'numbers',
  terms: 'outputs',
  ofDifferences: true,
  targetType: sameAsOutput,
  write(builder, output, target) {
    const error = builder.op('Sub', [output, target]);
    const tail = builder.op('Softplus', [builder.op('Mul', [error, builder.scalar(-2)])]);
    const perOutput = builder.op('Sub', [builder.op('Add', [error, tail]), builder.scalar(Math.LN2)]);
    return builder.op('ReduceMean', [perOutput], { keepdims: 0 });
  },
};
