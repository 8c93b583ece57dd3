import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = ln(1 + eˣ). dX = dY · sigmoid X. */
export const softplus = unary({
  opType: 'Softplus',
  apply: (x) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))),
  gradient: ({ builder }, dy, x) => {
    const { mul } = arithmetic(builder, x.dtype);
    return mul(dy, builder.op('Sigmoid', [x]));
  },
  samples: [{ inputs: [random([3, 4], -4, 4)] }],
});
