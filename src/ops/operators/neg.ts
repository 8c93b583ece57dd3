import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = −X. */
export const neg = unary({
  opType: 'Neg',
  accepts: 'number',
  apply: (x) => -x,
  gradient: ({ builder }, dy) => builder.op('Neg', [dy]),
  samples: [{ inputs: [random([2, 3])] }],
});
