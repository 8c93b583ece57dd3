import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = ln X; −∞ at 0, NaN below. */
export const log = unary({
  opType: 'Log',
  apply: Math.log,
  gradient: ({ builder }, dy, x) => builder.op('Div', [dy, x]),
  samples: [{ inputs: [random([2, 3], 0.2, 3)] }],
});
