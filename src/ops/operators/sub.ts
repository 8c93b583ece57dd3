import { binary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** C = A − B, with broadcasting. */
export const sub = binary({
  opType: 'Sub',
  apply: (a, b) => a - b,
  gradient: ({ builder, needs }, dy) => [dy, needs(1) ? builder.op('Neg', [dy]) : undefined],
  samples: [
    { inputs: [random([2, 3]), random([2, 3])] },
    { name: 'broadcast both ways', inputs: [random([2, 1, 3]), random([4, 1])] },
  ],
});
