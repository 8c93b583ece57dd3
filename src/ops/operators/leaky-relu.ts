import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.5, 1.2, 1.9]);

/** Y = X where X > 0, else alpha · X. The gradient at 0 is alpha, as in PyTorch. */
export const leakyRelu = unary({
  opType: 'LeakyRelu',
  attributes: { alpha: { type: 'float', default: 0.01 } },
  apply: (x, context) => (x > 0 ? x : context.float('alpha') * x),
  gradient: ({ builder, context }, dy, x, y) => {
    const { above, add, mul } = arithmetic(builder, x.dtype);
    const alpha = context.float('alpha');
    const positive = above(alpha > 0 ? y : x, 0);
    return mul(dy, add(mul(positive, 1 - alpha), alpha));
  },
  samples: [
    { inputs: [elements] },
    { name: 'alpha 0.3', inputs: [elements], attributes: { alpha: 0.3 } },
    { name: 'negative alpha', inputs: [elements], attributes: { alpha: -0.5 } },
  ],
});
