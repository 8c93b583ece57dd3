import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/**
 * Y = X · tanh(ln(1 + eˣ)). With r = sigmoid(−X), s = 1 − r and q = 1 + r², the tangent is s (1 + r) / q and
 * dX = dY · s / q · (1 + r + 4 X r² / q): no exponential that could overflow, and no Softplus, which is slow.
 */
export const mish = unary({
  opType: 'Mish',
  apply: (x) => x * Math.tanh(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  gradient: ({ builder }, dy, x) => {
    const { add, div, mul, sub } = arithmetic(builder, x.dtype);
    const r = builder.op('Sigmoid', [builder.op('Neg', [x])]);
    const square = mul(r, r);
    const q = add(square, 1);
    const inner = add(add(r, 1), div(mul(mul(x, 4), square), q));
    return mul(dy, mul(div(sub(1, r), q), inner));
  },
  samples: [{ inputs: [random([3, 4], -4, 4)] }],
});
