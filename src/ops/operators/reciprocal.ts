import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = 1 / X. dX = −dY · Y². */
export const reciprocal = unary({
  opType: 'Reciprocal',
  apply: (x) => 1 / x,
  gradient: ({ builder }, dy, _x, y) => {
    const { mul } = arithmetic(builder, y.dtype);
    return builder.op('Neg', [mul(dy, mul(y, y))]);
  },
  samples: [{ inputs: [values([2, 3], [-1.5, -0.4, 0.5, 0.7, 1.2, -0.6])] }],
});
