import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = tan X, in radians. dX = dY · (1 + Y²). */
export const tan = unary({
  opType: 'Tan',
  apply: Math.tan,
  gradient: ({ builder }, dy, x, y) => {
    const { add, mul } = arithmetic(builder, x.dtype);
    return mul(dy, add(mul(y, y), 1));
  },
  samples: [{ inputs: [random([2, 3], -1.3, 1.3)] }],
});
