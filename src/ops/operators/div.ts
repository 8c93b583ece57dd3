import { arithmetic } from '../arithmetic.ts';
import { binary } from '../elementwise.ts';
import { random, values } from '../operator.ts';

/** C = A / B, with broadcasting; integers are truncated towards zero. dB = −dC · C / B. */
export const div = binary({
  opType: 'Div',
  apply: (a, b) => a / b,
  gradient: ({ builder, needs }, dy, _a, b, y) => {
    const { div, mul } = arithmetic(builder, y.dtype);
    const quotient = div(dy, b);
    return [quotient, needs(1) ? builder.op('Neg', [mul(quotient, y)]) : undefined];
  },
  samples: [
    { inputs: [random([2, 3]), random([2, 3], 0.5, 2)] },
    { name: 'broadcast both ways', inputs: [random([2, 1, 3]), random([4, 1], -2, -0.5)] },
    { name: 'integers', inputs: [values([4], [7, -7, 7, -7], 'int64'), values([4], [2, 2, -2, -2], 'int64')] },
  ],
});
