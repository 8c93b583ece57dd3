import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.5, 1.2, 1.9]);

/** Y = X where X > 0, else alpha · (eˣ − 1). dX = dY · (1 or Y + alpha). */
export const elu = unary({
  opType: 'Elu',
  attributes: { alpha: { type: 'float', default: 1 } },
  apply: (x, context) => (x > 0 ? x : context.float('alpha') * Math.expm1(x)),
  gradient: ({ builder, context }, dy, x, y) => {
    const { above, add, mul, sub } = arithmetic(builder, x.dtype);
    const alpha = context.float('alpha');
    // The usual case in half the time: no mask is needed where both slopes are 1 at the kink.
    if (alpha === 1) return mul(dy, add(builder.op('Min', [y, builder.scalar(0, y.dtype)]), 1));
    const positive = above(alpha > 0 ? y : x, 0);
    return mul(dy, add(positive, mul(sub(1, positive), add(y, alpha))));
  },
  samples: [
    { inputs: [elements] },
    { name: 'alpha 0.5', inputs: [elements], attributes: { alpha: 0.5 } },
    { name: 'negative alpha', inputs: [elements], attributes: { alpha: -0.5 } },
  ],
});
