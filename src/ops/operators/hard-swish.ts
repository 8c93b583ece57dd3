import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

/** Y = X · max(0, min(1, X/6 + 1/2)). The gradient at −3 is 0, at 3 it is 1. */
export const hardSwish = unary({
  opType: 'HardSwish',
  apply: (x) => x * Math.max(0, Math.min(1, x / 6 + 0.5)),
  gradient: ({ builder }, dy, x) => {
    const { add, between, div, mul } = arithmetic(builder, x.dtype);
    const gate = builder.op('HardSigmoid', [x], { alpha: 1 / 6, beta: 0.5 });
    return mul(dy, add(gate, div(mul(x, between(gate, 0, 1)), 6)));
  },
  samples: [{ inputs: [values([2, 4], [-4.7, -2.5, -0.4, -0.1, 0.1, 2.6, 1.2, 3.9])] }],
});
