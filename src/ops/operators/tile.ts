import { multiplyDimensions } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { constantInts, type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** The whole input, repeated along each axis. */
export const tile: Operator = {
  opType: 'Tile',
  domain: '',
  inputs: ['input', 'repeats'],
  outputs: ['output'],
  attributes: {},
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const repeats = repeatsOf(context);
    return [{ dtype, shape: shape.map((length, axis) => multiplyDimensions([length, repeats[axis]!])) }];
  },
  gradient: ({ builder, context, cotangents }) => {
    const shape = context.concreteShape(0);
    const repeats = repeatsOf(context);
    const apart: number[] = [];
    const copies: number[] = [];
    shape.forEach((length, axis) => {
      if (repeats[axis] !== 1) copies.push(apart.push(repeats[axis]!) - 1);
      apart.push(length);
    });
    if (copies.length === 0) return [cotangents[0]];
    const separated = builder.op('Reshape', [cotangents[0]!, builder.ints(apart)]);
    return [builder.op('ReduceSum', [separated, builder.ints(copies)], { keepdims: 0 })];
  },
  reference: (context, [x]) => {
    const [type] = tile.infer(context);
    const read = broadcastReader(x!);
    return [
      generate(x!.dtype, type!.shape as number[], (index) =>
        read(index.map((position, axis) => position % x!.shape[axis]!)),
      ),
    ];
  },
  samples: [
    { inputs: [random([2, 3]), constantInts(2, 3)] },
    { name: 'some axes', inputs: [random([2, 1, 2]), constantInts(1, 2, 1)] },
    { name: 'once', inputs: [random([2]), constantInts(1)] },
  ],
};

function repeatsOf(context: NodeContext): readonly number[] {
  const repeats = context.constantNumbers(1)!;
  if (repeats.length !== context.rank(0) || repeats.some((count) => count < 0)) {
    throw context.error(`repeats are [${repeats.join(', ')}], expected a count for each of ${context.rank(0)} axes`);
  }
  return repeats;
}
