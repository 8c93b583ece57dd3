import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.5, 1.2, 1.9]);

/** Y = X where X > alpha, else 0, also for NaN. The gradient at alpha is 0. */
export const thresholdedRelu = unary({
  opType: 'ThresholdedRelu',
  attributes: { alpha: { type: 'float', default: 1 } },
  apply: (x, context) => (x > context.float('alpha') ? x : 0),
  gradient: ({ builder, context }, dy, x) => {
    const { above, mul } = arithmetic(builder, x.dtype);
    return mul(dy, above(x, context.float('alpha')));
  },
  samples: [{ inputs: [elements] }, { name: 'alpha 0.3', inputs: [elements], attributes: { alpha: 0.3 } }],
});
