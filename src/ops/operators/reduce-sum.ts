import { constantInts, random } from '../operator.ts';
import { reduction } from '../reduction.ts';

/** Sum over axes. */
export const reduceSum = reduction({
  opType: 'ReduceSum',
  reduce: (elements) => elements.reduce((sum, element) => sum + element, 0),
  gradient: ({ builder, context }, dy) => builder.op('Expand', [dy, builder.ints(context.concreteShape(0))]),
  samples: [
    { name: 'of many rows', inputs: [random([64, 16]), constantInts(0)], attributes: { keepdims: 0 } },
    { name: 'of many rows, kept', inputs: [random([64, 16]), constantInts(0)] },
    { name: 'over two leading axes', inputs: [random([16, 8, 8]), constantInts(1, 0)] },
  ],
});
