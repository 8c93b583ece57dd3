import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.5, 1.2, 1.9]);

/** Y = gamma · X where X > 0, else gamma · alpha · (eˣ − 1). dX = dY · (gamma or Y + gamma · alpha). */
export const selu = unary({
  opType: 'Selu',
  attributes: {
    alpha: { type: 'float', default: 1.6732632423543772 },
    gamma: { type: 'float', default: 1.0507009873554805 },
  },
  apply: (x, context) => context.float('gamma') * (x > 0 ? x : context.float('alpha') * Math.expm1(x)),
  gradient: ({ builder, context }, dy, x, y) => {
    const { above, add, mul, sub } = arithmetic(builder, x.dtype);
    const gamma = context.float('gamma');
    const positive = above(x, 0);
    const below = add(y, gamma * context.float('alpha'));
    return mul(dy, add(mul(positive, gamma), mul(sub(1, positive), below)));
  },
  samples: [
    { inputs: [elements] },
    { name: 'own constants', inputs: [elements], attributes: { alpha: 0.5, gamma: 2 } },
  ],
});
