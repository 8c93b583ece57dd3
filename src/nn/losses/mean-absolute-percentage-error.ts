import { kerasEpsilon } from './keras-probabilities.ts';
import { type Loss, sameAsOutput } from './loss.ts';

/** Mean of |output − target| in percent of |target|, which counts as 1e-7 at least, as in Keras. */
export const meanAbsolutePercentageError: Loss = {
  summary: 'mean of absolute errors in percent of the targets',
  target: 'numbers',
  output: 'numbers',
  terms: 'outputs',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const size = builder.op('Max', [builder.op('Abs', [target]), builder.scalar(kerasEpsilon)]);
    const error = builder.op('Abs', [builder.op('Div', [builder.op('Sub', [target, output]), size])]);
    return builder.op('Mul', [builder.op('ReduceMean', [error], { keepdims: 0 }), builder.scalar(100)]);
  },
};
