import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = max(0, X). The gradient at 0 is 0, as in PyTorch; it is taken from Y, so that X need not be kept. */
export const relu = unary({
  opType: 'Relu',
  accepts: 'number',
  apply: (x) => (x > 0 ? x : Number.isNaN(x) ? x : 0),
  gradient: ({ builder }, dy, _x, y) => {
    const { above, mul } = arithmetic(builder, y.dtype);
    return mul(dy, above(y, 0));
  },
  samples: [{ inputs: [random([3, 4])] }],
});
