import { reduction } from '../reduction.ts';

/** Sum of absolute values over axes. */
export const reduceL1 = reduction({
  opType: 'ReduceL1',
  reduce: (elements) => elements.reduce((sum, element) => sum + Math.abs(element), 0),
  gradient: ({ builder }, dy, x) => builder.op('Mul', [dy, builder.op('Sign', [x])]),
});
