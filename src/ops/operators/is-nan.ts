import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = whether X is NaN. */
export const isNan = unary({
  opType: 'IsNaN',
  apply: (x) => (Number.isNaN(x) ? 1 : 0),
  result: 'bool',
  gradient: 'zero',
  samples: [{ inputs: [values([4], [0, Number.NaN, Number.POSITIVE_INFINITY, -1])] }],
});
