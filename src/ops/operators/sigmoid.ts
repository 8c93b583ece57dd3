import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = 1 / (1 + e^(−X)). dX = dY · Y · (1 − Y). */
export const sigmoid = unary({
  opType: 'Sigmoid',
  apply: (x) => 1 / (1 + Math.exp(-x)),
  gradient: ({ builder }, dy, _x, y) => {
    const { mul, sub } = arithmetic(builder, y.dtype);
    return mul(mul(dy, y), sub(1, y));
  },
  samples: [{ inputs: [random([3, 4], -4, 4)] }],
});
