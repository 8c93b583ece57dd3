import { binary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** C = A · B, element by element, with broadcasting. */
export const mul = binary({
  opType: 'Mul',
  apply: (a, b) => a * b,
  gradient: ({ builder, needs }, dy, a, b) => [
    needs(0) ? builder.op('Mul', [dy, b]) : undefined,
    needs(1) ? builder.op('Mul', [dy, a]) : undefined,
  ],
  samples: [
    { inputs: [random([2, 3]), random([2, 3])] },
    { name: 'broadcast both ways', inputs: [random([2, 1, 3]), random([4, 1])] },
  ],
});
