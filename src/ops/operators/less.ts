import { binary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** C = (A < B), element by element, with broadcasting; false wherever a NaN is compared. */
export const less = binary({
  opType: 'Less',
  apply: (a, b) => (a < b ? 1 : 0),
  result: 'bool',
  gradient: 'zero',
  samples: [
    { inputs: [values([2, 3], [1, 2, 3, -1, 0, 1]), values([3], [1, 0.5, 4])] },
    { name: 'integers', inputs: [values([3], [1, 2, 3], 'int64'), values([1], [2], 'int64')] },
  ],
});
