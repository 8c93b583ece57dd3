import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = arcsin X, in radians, for X in [−1, 1]. dX = dY / √(1 − X²). */
export const asin = unary({
  opType: 'Asin',
  apply: Math.asin,
  gradient: ({ builder }, dy, x) => {
    const { div, mul, sub } = arithmetic(builder, x.dtype);
    return div(dy, builder.op('Sqrt', [sub(1, mul(x, x))]));
  },
  samples: [{ inputs: [random([2, 3], -0.9, 0.9)] }],
});
