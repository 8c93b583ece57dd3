import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = arccos X, in radians, for X in [−1, 1]. dX = −dY / √(1 − X²). */
export const acos = unary({
  opType: 'Acos',
  apply: Math.acos,
  gradient: ({ builder }, dy, x) => {
    const { div, mul, sub } = arithmetic(builder, x.dtype);
    return builder.op('Neg', [div(dy, builder.op('Sqrt', [sub(1, mul(x, x))]))]);
  },
  samples: [{ inputs: [random([2, 3], -0.9, 0.9)] }],
});
