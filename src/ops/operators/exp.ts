import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = eˣ. */
export const exp = unary({
  opType: 'Exp',
  apply: Math.exp,
  gradient: ({ builder }, dy, _x, y) => builder.op('Mul', [dy, y]),
  samples: [{ inputs: [random([2, 3])] }],
});
