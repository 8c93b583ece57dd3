import { formatShape, normalizeAxis } from '../../core/index.ts';
import { zerosOf } from '../arithmetic.ts';
import { int64, positionOf, requireIndices } from '../indices.ts';
import { type Operator, random, values } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Takes one element for each index: the output has the indices' shape, and each index replaces its own coordinate `axis`. */
export const gatherElements: Operator = {
  opType: 'GatherElements',
  domain: '',
  inputs: ['data', 'indices'],
  outputs: ['output'],
  attributes: { axis: { type: 'int', default: 0 } },
  infer: (context) => {
    requireIndices(context, 1);
    const { dtype, shape } = context.type(0);
    const indices = context.shape(1);
    normalizeAxis(context.int('axis'), shape.length);
    if (indices.length !== shape.length) {
      throw context.error(`indices ${formatShape(indices)} and data ${formatShape(shape)} must have the same rank`);
    }
    return [{ dtype, shape: indices }];
  },
  gradient: ({ builder, context, inputs, cotangents }) => {
    const dy = cotangents[0]!;
    const zeros = zerosOf(builder, dy.dtype, context.concreteShape(0));
    const indices = int64(builder, inputs[1]!);
    return [builder.op('ScatterElements', [zeros, indices, dy], { axis: context.int('axis'), reduction: 'add' })];
  },
  reference: (context, [data, indices]) => {
    const axis = normalizeAxis(context.int('axis'), data!.shape.length);
    const read = broadcastReader(data!);
    return [
      generate(data!.dtype, indices!.shape, (index, flat) => {
        const position = positionOf(context, indices!.data[flat]!, data!.shape[axis]!);
        return read(index.map((own, i) => (i === axis ? position : own)));
      }),
    ];
  },
  samples: [
    { inputs: [random([3, 3]), values([2, 3], [0, 2, 1, 0, 0, 1], 'int64')] },
    {
      name: 'class scores',
      inputs: [random([4, 3]), values([4, 1], [0, 2, -2, 2], 'int64')],
      attributes: { axis: -1 },
    },
    { name: 'fewer rows', inputs: [random([3, 2]), values([1, 2], [1, 1], 'int32')], attributes: { axis: 1 } },
  ],
};
