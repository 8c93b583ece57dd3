import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = ⌊X⌋: the greatest integer not above X. */
export const floor = unary({
  opType: 'Floor',
  apply: Math.floor,
  gradient: 'zero',
  samples: [{ inputs: [values([4], [-1.5, -0.2, 0.5, 2])] }],
});
