import type { NodeContext } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { errorFunction } from '../error-function.ts';
import { random } from '../operator.ts';

const rootOfTwoOverPi = Math.sqrt(2 / Math.PI);
const cubic = 0.044715;

/**
 * Y = X · Φ(X), Φ being the normal distribution function: exact for `approximate` 'none', for 'tanh' the approximation
 * Φ(x) ≈ (1 + tanh u) / 2 with u = √(2/π) (x + 0.044715 x³). Source: Hendrycks and Gimpel, arXiv 1606.08415.
 */
export const gelu = unary({
  opType: 'Gelu',
  attributes: { approximate: { type: 'string', default: 'none' } },
  check: approximated,
  apply: (x, context) =>
    approximated(context)
      ? 0.5 * x * (1 + Math.tanh(rootOfTwoOverPi * (x + cubic * x ** 3)))
      : 0.5 * x * (1 + errorFunction(x / Math.SQRT2)),
  gradient: ({ builder, context }, dy, x) => {
    const { add, mul, sub } = arithmetic(builder, x.dtype);
    const square = mul(x, x);
    if (approximated(context)) {
      const tangent = builder.op('Tanh', [mul(mul(x, add(mul(square, cubic), 1)), rootOfTwoOverPi)]);
      const slope = add(mul(square, 3 * cubic * rootOfTwoOverPi), rootOfTwoOverPi);
      const rise = mul(mul(x, slope), sub(1, mul(tangent, tangent)));
      return mul(dy, mul(add(add(tangent, 1), rise), 0.5));
    }
    const distribution = mul(add(builder.op('Erf', [mul(x, Math.SQRT1_2)]), 1), 0.5);
    const density = mul(builder.op('Exp', [mul(square, -0.5)]), 1 / Math.sqrt(2 * Math.PI));
    return mul(dy, add(distribution, mul(x, density)));
  },
  samples: [
    { inputs: [random([3, 4], -4, 4)] },
    { name: 'tanh', inputs: [random([3, 4], -4, 4)], attributes: { approximate: 'tanh' } },
  ],
});

function approximated(context: NodeContext): boolean {
  const approximate = context.string('approximate');
  if (approximate !== 'none' && approximate !== 'tanh') {
    throw context.error(`attribute 'approximate' is '${approximate}', expected 'none' or 'tanh'`);
  }
  return approximate === 'tanh';
}
