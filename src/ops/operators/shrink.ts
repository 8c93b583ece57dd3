import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { values } from '../operator.ts';

const elements = values([2, 4], [-1.7, -0.9, -0.4, -0.1, 0.1, 0.6, 1.2, 1.9]);

/**
 * Y = X − bias where X > lambd, X + bias where X < −lambd, else 0: soft shrinkage where both are equal, hard shrinkage
 * without a bias. The gradient at ±lambd is 0.
 */
export const shrink = unary({
  opType: 'Shrink',
  attributes: { bias: { type: 'float', default: 0 }, lambd: { type: 'float', default: 0.5 } },
  apply: (x, context) => {
    const threshold = context.float('lambd');
    if (x > threshold) return x - context.float('bias');
    return x < -threshold ? x + context.float('bias') : 0;
  },
  gradient: ({ builder, context }, dy, x) => {
    const { above, mul } = arithmetic(builder, x.dtype);
    return mul(dy, above(builder.op('Abs', [x]), context.float('lambd')));
  },
  samples: [
    { inputs: [elements] },
    { name: 'soft', inputs: [elements], attributes: { bias: 0.5 } },
    { name: 'own threshold', inputs: [elements], attributes: { lambd: 1, bias: 0.25 } },
  ],
});
