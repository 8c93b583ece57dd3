import { kerasEpsilon } from './keras-probabilities.ts';
import { type Loss, sameAsOutput } from './loss.ts';

/**
 * Mean of (log(1 + output) − log(1 + target))², both taken as 1e-7 at least, as in Keras: errors count in proportion. An
 * output below that has no gradient.
 */
export const meanSquaredLogarithmicError: Loss = {
  summary: 'mean of squared errors of logarithms, for numbers of 0 or more',
  target: 'numbers',
  output: 'numbers',
  terms: 'outputs',
  targetType: sameAsOutput,
  write(builder, output, target) {
    const [given, wanted] = [output, target].map((value) => {
      const positive = builder.op('Max', [value, builder.scalar(kerasEpsilon)]);
      return builder.op('Log', [builder.op('Add', [positive, builder.scalar(1)])]);
    });
    const error = builder.op('Sub', [given, wanted]);
    return builder.op('ReduceMean', [builder.op('Mul', [error, error])], { keepdims: 0 });
  },
};
