import { binary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** C = A > B, element by element, with broadcasting. */
export const greater = binary({
  opType: 'Greater',
  apply: (a, b) => (a > b ? 1 : 0),
  result: 'bool',
  gradient: 'zero',
  samples: [{ inputs: [random([2, 3]), random([3])] }],
});
