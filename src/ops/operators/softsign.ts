import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.5, 1.2, 1.9]);

/** Y = X / (1 + |X|). dX = dY / (1 + |X|)². */
export const softsign = unary({
  opType: 'Softsign',
  apply: (x) => x / (1 + Math.abs(x)),
  gradient: ({ builder }, dy, x) => {
    const { add, div, mul } = arithmetic(builder, x.dtype);
    const root = add(builder.op('Abs', [x]), 1);
    return div(dy, mul(root, root));
  },
  samples: [{ inputs: [elements] }],
});
