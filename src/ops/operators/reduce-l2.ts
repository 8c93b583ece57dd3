import { arithmetic } from '../arithmetic.ts';
import { reduction } from '../reduction.ts';

/** Square root of the sum of squares over axes. The gradient at the zero vector is 0, as in PyTorch. */
export const reduceL2 = reduction({
  opType: 'ReduceL2',
  reduce: (elements) => Math.sqrt(elements.reduce((sum, element) => sum + element * element, 0)),
  gradient: ({ builder }, dy, x, y) => {
    const { add, div, mul, same } = arithmetic(builder, x.dtype);
    return mul(x, div(dy, add(y, same(y, 0))));
  },
});
