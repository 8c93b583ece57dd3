import { arithmetic } from '../arithmetic.ts';
import { unary } from '../elementwise.ts';
import { random } from '../operator.ts';

/** Y = arsinh X. dX = dY / √(X² + 1). */
export const asinh = unary({
  opType: 'Asinh',
  apply: Math.asinh,
  gradient: ({ builder }, dy, x) => {
    const { add, div, mul } = arithmetic(builder, x.dtype);
    return div(dy, builder.op('Sqrt', [add(mul(x, x), 1)]));
  },
  samples: [{ inputs: [random([2, 3])] }],
});
