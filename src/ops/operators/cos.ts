import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = cos X, in radians. */
export const cos = unary({
  opType: 'Cos',
  apply: Math.cos,
  gradient: ({ builder }, dy, x) => builder.op('Neg', [builder.op('Mul', [dy, builder.op('Sin', [x])])]),
  samples: [{ inputs: [random([2, 3])] }],
});
