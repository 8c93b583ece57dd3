import { arithmetic } from '../arithmetic.ts';
import { constantInts, values } from '../operator.ts';
import { reduceAlike, reduction } from '../reduction.ts';

/**
 * Product over axes. The gradient is exact where an element is 0: with z marking zeros, it is dY · Π(X + z) / (X + z)
 * where the number of zeros equals z, which is nowhere for two zeros, and at the zero itself for one.
 */
export const reduceProd = reduction({
  opType: 'ReduceProd',
  reduce: (elements) => elements.reduce((product, element) => product * element, 1),
  gradient: (context, dy, x) => {
    const { add, div, mul, same } = arithmetic(context.builder, x.dtype);
    const zero = same(x, 0);
    const filled = add(x, zero);
    const product = reduceAlike(context, 'ReduceProd', filled);
    const count = reduceAlike(context, 'ReduceSum', zero);
    return mul(div(mul(dy, product), filled), same(count, zero));
  },
  samples: [
    {
      name: 'one zero in a row, two in another',
      inputs: [values([3, 3], [2, 0, 3, 0, 0, 1, -1, 2, 0.5]), constantInts(1)],
    },
  ],
});
