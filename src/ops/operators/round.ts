import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = X rounded to the nearest integer, halves to the even one. */
export const round = unary({
  opType: 'Round',
  apply: (x) => (Math.abs(x % 1) === 0.5 ? 2 * Math.round(x / 2) : Math.round(x)),
  gradient: 'zero',
  samples: [{ inputs: [values([8], [-2.5, -1.5, -0.5, 0.4, 0.5, 1.5, 2.5, 2.6])] }],
});
