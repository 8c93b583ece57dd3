import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = √X; NaN below 0. dX = dY / 2Y. */
export const sqrt = unary({
  opType: 'Sqrt',
  apply: Math.sqrt,
  gradient: ({ builder }, dy, _x, y) => {
    const { div, mul } = arithmetic(builder, y.dtype);
    return div(mul(dy, 0.5), y);
  },
  samples: [{ inputs: [random([2, 3], 0.2, 3)] }],
});
