import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = arcosh X, for X from 1 on. dX = dY / √(X² − 1). */
export const acosh = unary({
  opType: 'Acosh',
  apply: Math.acosh,
  gradient: ({ builder }, dy, x) => {
    const { div, mul, sub } = arithmetic(builder, x.dtype);
    return div(dy, builder.op('Sqrt', [sub(mul(x, x), 1)]));
  },
  samples: [{ inputs: [random([2, 3], 1.2, 4)] }],
});
