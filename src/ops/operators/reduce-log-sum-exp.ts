import { arithmetic } from '../arithmetic.ts';
import { reduction } from '../reduction.ts';

/** ln Σ eˣ over axes, without overflow. dX = dY · e^(X − Y). */
export const reduceLogSumExp = reduction({
  opType: 'ReduceLogSumExp',
  reduce: logSumExp,
  gradient: ({ builder }, dy, x, y) => {
    const { mul, sub } = arithmetic(builder, x.dtype);
    return mul(dy, builder.op('Exp', [sub(x, y)]));
  },
});

function logSumExp(elements: readonly number[]): number {
  const largest = Math.max(...elements);
  if (!Number.isFinite(largest)) return largest;
  return largest + Math.log(elements.reduce((sum, element) => sum + Math.exp(element - largest), 0));
}
