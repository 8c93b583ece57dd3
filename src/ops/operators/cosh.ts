import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = cosh X. dX = dY · sinh X. */
export const cosh = unary({
  opType: 'Cosh',
  apply: Math.cosh,
  gradient: ({ builder }, dy, x) => {
    const { mul } = arithmetic(builder, x.dtype);
    return mul(dy, builder.op('Sinh', [x]));
  },
  samples: [{ inputs: [random([2, 3])] }],
});
