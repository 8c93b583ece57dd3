import { formatShape } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { constantInts, type Operator, random } from '../operator.ts';
import { generate } from '../reference-tensor.ts';

/** The upper (or lower) triangle of the matrices in the last two axes, from diagonal k on (or up to it); zero elsewhere. */
export const trilu: Operator = {
  opType: 'Trilu',
  domain: '',
  inputs: ['input', 'k?'],
  outputs: ['output'],
  attributes: { upper: { type: 'int', default: 1 } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    if (shape.length < 2) throw context.error(`input has shape ${formatShape(shape)}, expected at least two axes`);
    diagonal(context);
    return [{ dtype, shape }];
  },
  gradient: ({ builder, context, inputs, cotangents }) => [
    builder.op('Trilu', [cotangents[0], inputs[1]], { upper: context.int('upper') }),
  ],
  reference: (context, [x]) => {
    const k = diagonal(context);
    const upper = context.int('upper') === 1;
    return [
      generate(x!.dtype, x!.shape, (index, flat) => {
        const offset = index.at(-1)! - index.at(-2)!;
        return (upper ? offset >= k : offset <= k) ? x!.data[flat]! : 0;
      }),
    ];
  },
  samples: [
    { inputs: [random([3, 4])] },
    { name: 'upper, above the diagonal', inputs: [random([2, 3, 3]), diagonalInput(1)] },
    { name: 'lower', inputs: [random([3, 3])], attributes: { upper: 0 } },
    { name: 'lower, below the diagonal', inputs: [random([3, 4]), diagonalInput(-1)], attributes: { upper: 0 } },
  ],
};

function diagonal(context: NodeContext): number {
  const [k = 0, ...rest] = context.constantNumbers(1) ?? [];
  if (rest.length > 0) throw context.error(`k has ${rest.length + 1} elements, expected one`);
  return k;
}

function diagonalInput(k: number) {
  return { ...constantInts(k), shape: [] };
}
