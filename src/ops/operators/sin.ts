import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = sin X, in radians. */
export const sin = unary({
  opType: 'Sin',
  apply: Math.sin,
  gradient: ({ builder }, dy, x) => builder.op('Mul', [dy, builder.op('Cos', [x])]),
  samples: [{ inputs: [random([2, 3])] }],
});
