import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = sinh X. dX = dY · cosh X. */
export const sinh = unary({
  opType: 'Sinh',
  apply: Math.sinh,
  gradient: ({ builder }, dy, x) => {
    const { mul } = arithmetic(builder, x.dtype);
    return mul(dy, builder.op('Cosh', [x]));
  },
  samples: [{ inputs: [random([2, 3])] }],
});
