import { binary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** C = A ⊕ B of truth values, with broadcasting. */
export const xor = binary({
  opType: 'Xor',
  accepts: 'bool',
  apply: (a, b) => (a !== b ? 1 : 0),
  gradient: 'zero',
  samples: [{ inputs: [values([2, 2], [0, 0, 1, 1], 'bool'), values([2], [0, 1], 'bool')] }],
});
