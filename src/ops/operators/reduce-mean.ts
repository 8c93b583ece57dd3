import { arithmetic } from '../arithmetic.ts';
import { reduction } from '../reduction.ts';

/** Mean over axes. */
export const reduceMean = reduction({
  opType: 'ReduceMean',
  reduce: (elements) => elements.reduce((sum, element) => sum + element, 0) / elements.length,
  gradient: ({ builder }, dy, _x, _y, count) => arithmetic(builder, dy.dtype).div(dy, count),
});
