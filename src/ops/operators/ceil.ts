import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = ⌈X⌉: the least integer not below X. */
export const ceil = unary({
  opType: 'Ceil',
  apply: Math.ceil,
  gradient: 'zero',
  samples: [{ inputs: [values([4], [-1.5, -0.2, 0.5, 2])] }],
});
