import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-3.7, -2.1, -0.4, -0.1, 0.1, 0.2, 1.2, 3.9]);

/** Y = max(0, min(1, alpha · X + beta)). The gradient at both kinks is 0. */
export const hardSigmoid = unary({
  opType: 'HardSigmoid',
  attributes: { alpha: { type: 'float', default: 0.2 }, beta: { type: 'float', default: 0.5 } },
  apply: (x, context) => Math.max(0, Math.min(1, context.float('alpha') * x + context.float('beta'))),
  gradient: ({ builder, context }, dy, _x, y) => {
    const { between, mul } = arithmetic(builder, y.dtype);
    return mul(dy, mul(between(y, 0, 1), context.float('alpha')));
  },
  samples: [
    { inputs: [elements] },
    { name: 'slope of PyTorch', inputs: [elements], attributes: { alpha: 1 / 6 } },
    { name: 'own constants', inputs: [elements], attributes: { alpha: -1.5, beta: 0.25 } },
  ],
});
