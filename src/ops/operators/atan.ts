import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = arctan X, in radians. dX = dY / (1 + X²). */
export const atan = unary({
  opType: 'Atan',
  apply: Math.atan,
  gradient: ({ builder }, dy, x) => {
    const { add, div, mul } = arithmetic(builder, x.dtype);
    return div(dy, add(mul(x, x), 1));
  },
  samples: [{ inputs: [random([2, 3])] }],
});
