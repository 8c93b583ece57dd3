import { arithmetic } from '../arithmetic.ts';
import { constantInts, random } from '../operator.ts';
import { reduction } from '../reduction.ts';

/** Mean over axes. */
export const reduceMean = reduction({
  opType: 'ReduceMean',
  reduce: (elements) => elements.reduce((sum, element) => sum + element, 0) / elements.length,
  gradient: ({ builder }, dy, _x, _y, count) => arithmetic(builder, dy.dtype).div(dy, count),
  samples: [
    { name: 'of many rows', inputs: [random([64, 16]), constantInts(0)], attributes: { keepdims: 0 } },
    { name: 'of many rows, kept', inputs: [random([64, 16]), constantInts(0)] },
    { name: 'over two leading axes', inputs: [random([16, 8, 8]), constantInts(1, 0)] },
  ],
});
