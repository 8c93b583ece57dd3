import { arithmetic } from '../arithmetic.ts';
import { reduction } from '../reduction.ts';

/** Sum of squares over axes. */
export const reduceSumSquare = reduction({
  opType: 'ReduceSumSquare',
  reduce: (elements) => elements.reduce((sum, element) => sum + element * element, 0),
  gradient: ({ builder }, dy, x) => {
    const { mul } = arithmetic(builder, x.dtype);
    return mul(x, mul(dy, 2));
  },
});
