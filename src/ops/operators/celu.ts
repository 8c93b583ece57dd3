import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.5, 1.2, 1.9]);

/**
 * Y = X where X > 0, else alpha · (e^(X / alpha) − 1), for alpha > 0: smooth at 0. dX = dY · e^(min(X, 0) / alpha).
 * Source: Barron, "Continuously differentiable exponential linear units" (2017).
 */
export const celu = unary({
  opType: 'Celu',
  attributes: { alpha: { type: 'float', default: 1 } },
  check: (context) => {
    if (!(context.float('alpha') > 0)) {
      throw context.error(`attribute 'alpha' is ${context.float('alpha')}, expected more than 0`);
    }
  },
  apply: (x, context) => (x > 0 ? x : context.float('alpha') * Math.expm1(x / context.float('alpha'))),
  gradient: ({ builder, context }, dy, x) => {
    const { div, mul } = arithmetic(builder, x.dtype);
    const below = builder.op('Min', [x, builder.scalar(0, x.dtype)]);
    return mul(dy, builder.op('Exp', [div(below, context.float('alpha'))]));
  },
  samples: [{ inputs: [elements] }, { name: 'alpha 0.5', inputs: [elements], attributes: { alpha: 0.5 } }],
});
