import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = |X|. The gradient at 0 is 0, as in PyTorch. */
export const abs = unary({
  opType: 'Abs',
  accepts: 'number',
  apply: Math.abs,
  gradient: ({ builder }, dy, x) => {
    const { mul } = arithmetic(builder, x.dtype);
    return mul(dy, builder.op('Sign', [x]));
  },
  samples: [{ inputs: [values([2, 3], [-1.5, -0.2, 0.1, 0.7, 1.2, -0.6])] }],
});
