import { reduction } from '../reduction.ts';

/** Sum over axes. */
export const reduceSum = reduction({
  opType: 'ReduceSum',
  reduce: (elements) => elements.reduce((sum, element) => sum + element, 0),
  gradient: ({ builder, context }, dy) => builder.op('Expand', [dy, builder.ints(context.concreteShape(0))]),
});
