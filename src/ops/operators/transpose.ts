import type { NodeContext } from '../../graph/index.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Reorders axes: axis i of the output is axis perm[i] of the input. Without `perm` the order is reversed. */
export const transpose: Operator = {
  opType: 'Transpose',
  domain: '',
  inputs: ['data'],
  outputs: ['transposed'],
  attributes: { perm: { type: 'ints' } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: permutation(context).map((axis) => shape[axis]!) }];
  },
  gradient: ({ builder, context, cotangents }) => {
    const order = permutation(context);
    return [builder.op('Transpose', [cotangents[0]!], { perm: order.map((_, axis) => order.indexOf(axis)) })];
  },
  reference: (context, [x]) => {
    const order = permutation(context);
    const read = broadcastReader(x!);
    const source = new Array<number>(order.length);
    return [
      generate(
        x!.dtype,
        order.map((axis) => x!.shape[axis]!),
        (index) => {
          order.forEach((axis, position) => {
            source[axis] = index[position]!;
          });
          return read(source);
        },
      ),
    ];
  },
  samples: [
    { inputs: [random([2, 3, 4])] },
    { name: 'a cycle of three axes', inputs: [random([2, 3, 4])], attributes: { perm: [1, 2, 0] } },
    { name: 'channels first', inputs: [random([2, 2, 3, 4])], attributes: { perm: [0, 3, 1, 2] } },
  ],
};

function permutation(context: NodeContext): readonly number[] {
  const rank = context.rank(0);
  const perm = context.ints('perm') ?? Array.from({ length: rank }, (_, axis) => rank - 1 - axis);
  if (perm.length !== rank || perm.some((_, axis) => !perm.includes(axis))) {
    throw context.error(`perm is [${perm.join(', ')}], expected each axis of rank ${rank} once`);
  }
  return perm;
}
