import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = X. */
export const identity = unary({
  opType: 'Identity',
  accepts: 'any',
  apply: (x) => x,
  gradient: (_context, dy) => dy,
  samples: [{ inputs: [random([2, 3])] }],
});
