import { binary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** C = A + B, with broadcasting. */
export const add = binary({
  opType: 'Add',
  apply: (a, b) => a + b,
  gradient: (_context, dy) => [dy, dy],
  samples: [
    { inputs: [random([2, 3]), random([2, 3])] },
    { name: 'broadcast both ways', inputs: [random([2, 1, 3]), random([4, 1])] },
  ],
});
