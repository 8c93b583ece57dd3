import { arithmetic } from '../arithmetic.ts';
import { reduction } from '../reduction.ts';

/** ln Σ x over axes. dX = dY · e^(−Y). */
export const reduceLogSum = reduction({
  opType: 'ReduceLogSum',
  reduce: (elements) => Math.log(elements.reduce((sum, element) => sum + element, 0)),
  gradient: ({ builder, context }, dy, x, y) => {
    const { div } = arithmetic(builder, x.dtype);
    return builder.op('Expand', [div(dy, builder.op('Exp', [y])), builder.ints(context.concreteShape(0))]);
  },
  range: [0.5, 2],
});
