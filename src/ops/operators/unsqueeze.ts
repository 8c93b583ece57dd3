import { normalizeAxis } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { constantInts, type Operator, random } from '../operator.ts';

/** Inserts axes of length 1, at the positions that they have in the output. */
export const unsqueeze: Operator = {
  opType: 'Unsqueeze',
  domain: '',
  inputs: ['data', 'axes'],
  outputs: ['expanded'],
  attributes: {},
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: withOnes(context, shape) }];
  },
  gradient: ({ builder, context, cotangents }) => [
    builder.op('Reshape', [cotangents[0]!, builder.ints(context.concreteShape(0))]),
  ],
  reference: (context, [x]) => [{ ...x!, shape: withOnes(context, x!.shape) }],
  samples: [
    { inputs: [random([2, 3]), constantInts(1)] },
    { name: 'several, some negative', inputs: [random([2, 3]), constantInts(-1, 0)] },
    { name: 'a scalar', inputs: [random([]), constantInts(0)] },
  ],
};

function withOnes<T>(context: NodeContext, shape: readonly T[]): (T | 1)[] {
  const axes = context.constantNumbers(1)!;
  const rank = shape.length + axes.length;
  const inserted = new Set(axes.map((axis) => normalizeAxis(axis, rank)));
  if (inserted.size !== axes.length) throw context.error(`axes [${axes.join(', ')}] name a position twice`);
  const rest = [...shape];
  return Array.from({ length: rank }, (_, axis) => (inserted.has(axis) ? 1 : rest.shift()!));
}
