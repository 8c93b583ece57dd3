import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = tanh X. dX = dY · (1 − Y²). */
export const tanh = unary({
  opType: 'Tanh',
  apply: Math.tanh,
  gradient: ({ builder }, dy, _x, y) => {
    const { mul, sub } = arithmetic(builder, y.dtype);
    return mul(dy, sub(1, mul(y, y)));
  },
  samples: [{ inputs: [random([3, 4])] }],
});
