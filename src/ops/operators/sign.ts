import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = −1, 0 or 1: the sign of X. */
export const sign = unary({
  opType: 'Sign',
  accepts: 'number',
  apply: Math.sign,
  gradient: 'zero',
  samples: [{ inputs: [values([4], [-1.5, 0, 0.5, 2])] }],
});
