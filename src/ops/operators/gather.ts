import { normalizeAxis, toNumbers } from '../../core/index.ts';
import { ungather } from '../gather-gradient.ts';
import { positionOf, requireIndices } from '../indices.ts';
import { type Operator, random, values } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Takes the entries at the given positions along an axis, whose place in the shape is taken by that of the indices. With
 * an embedding table as data and axis 0 it is an embedding. Negative indices count from the end.
 */
export const gather: Operator = {
  opType: 'Gather',
  domain: '',
  inputs: ['data', 'indices'],
  outputs: ['output'],
  attributes: { axis: { type: 'int', default: 0 } },
  infer: (context) => {
    requireIndices(context, 1);
    const { dtype, shape } = context.type(0);
    const axis = normalizeAxis(context.int('axis'), shape.length);
    return [{ dtype, shape: [...shape.slice(0, axis), ...context.shape(1), ...shape.slice(axis + 1)] }];
  },
  gradient: ({ builder, context, inputs, cotangents }) => {
    const shape = context.concreteShape(0);
    const axis = normalizeAxis(context.int('axis'), shape.length);
    const dy = cotangents[0]!;
    const constant = context.constant(1);
    if (constant?.data.length !== 1) return [ungather(builder, dy, inputs[1]!, axis, shape)];
    // One fixed position, such as the last step of a sequence, is padded with zeros, which is faster than scattering.
    const position = positionOf(context, toNumbers(constant)[0]!, shape[axis]!);
    const pads = (amount: number) => shape.map((_, i) => (i === axis ? amount : 0));
    const single = builder.op('Reshape', [dy, builder.ints(shape.map((length, i) => (i === axis ? 1 : length)))]);
    return [builder.op('Pad', [single, builder.ints([...pads(position), ...pads(shape[axis]! - position - 1)])])];
  },
  reference: (context, [data, indices]) => {
    const [type] = gather.infer(context);
    const axis = normalizeAxis(context.int('axis'), data!.shape.length);
    const rank = indices!.shape.length;
    const read = broadcastReader(data!);
    const find = broadcastReader(indices!);
    return [
      generate(data!.dtype, type!.shape as number[], (index) => {
        const position = positionOf(context, find(index.slice(axis, axis + rank)), data!.shape[axis]!);
        return read([...index.slice(0, axis), position, ...index.slice(axis + rank)]);
      }),
    ];
  },
  samples: [
    { inputs: [random([4, 3]), values([3], [0, 2, 2], 'int64')] },
    { name: 'a table of indices', inputs: [random([4, 3]), values([2, 2], [1, 0, 3, -1], 'int32')] },
    { name: 'middle axis', inputs: [random([2, 4, 2]), values([3], [-1, 0, -1], 'int64')], attributes: { axis: 1 } },
    {
      name: 'table along the last axis',
      inputs: [random([2, 3]), values([2, 2], [0, 2, 1, 1], 'int64')],
      attributes: { axis: -1 },
    },
    {
      name: 'one constant position',
      inputs: [random([2, 3, 2]), { ...values([], [-2], 'int64'), constant: true }],
      attributes: { axis: 1 },
    },
    { name: 'one computed position', inputs: [random([2, 3, 2]), values([], [1], 'int64')], attributes: { axis: 2 } },
  ],
};
