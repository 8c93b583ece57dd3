import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = ¬X of truth values. */
export const not = unary({
  opType: 'Not',
  accepts: 'bool',
  apply: (x) => 1 - x,
  gradient: 'zero',
  samples: [{ inputs: [values([2], [0, 1], 'bool')] }],
});
