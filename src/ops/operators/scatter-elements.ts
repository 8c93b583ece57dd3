import { formatShape, normalizeAxis, sameShape, stridesOf } from '../../core/index.ts';
import { zerosOf } from '../arithmetic.ts';
import { positionOf, requireIndices } from '../indices.ts';
import { type Operator, random, values } from '../operator.ts';
import { forEachIndex } from '../reference-tensor.ts';
import { addsUpdates, reductionAttribute, scatterCombination } from '../scatter-reduction.ts';

/**
 * A copy of the data in which each update replaces (or is added to, ...) one element: its own coordinates, with its index
 * in place of coordinate `axis`. Without a reduction, indices must not repeat.
 */
export const scatterElements: Operator = {
  opType: 'ScatterElements',
  domain: '',
  inputs: ['data', 'indices', 'updates'],
  outputs: ['output'],
  attributes: { axis: { type: 'int', default: 0 }, ...reductionAttribute },
  infer: (context) => {
    requireIndices(context, 1);
    scatterCombination(context);
    const { dtype, shape } = context.type(0);
    normalizeAxis(context.int('axis'), shape.length);
    const updates = context.type(2);
    if (
      !sameShape(updates.shape, context.shape(1)) ||
      updates.shape.length !== shape.length ||
      updates.dtype !== dtype
    ) {
      throw context.error(
        `updates are ${updates.dtype} ${formatShape(updates.shape)}, expected ${dtype} of the indices' shape ${formatShape(context.shape(1))} and the rank of data ${formatShape(shape)}`,
      );
    }
    return [{ dtype, shape }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const dy = cotangents[0]!;
    const indices = inputs[1]!;
    const axis = context.int('axis');
    const adds = addsUpdates(context);
    const erased = () =>
      builder.op('ScatterElements', [dy, indices, zerosOf(builder, dy.dtype, context.concreteShape(1))], { axis });
    return [
      needs(0) ? (adds ? dy : erased()) : undefined,
      undefined,
      needs(2) ? builder.op('GatherElements', [dy, indices], { axis }) : undefined,
    ];
  },
  reference: (context, [data, indices, updates]) => {
    const axis = normalizeAxis(context.int('axis'), data!.shape.length);
    const combine = scatterCombination(context);
    const strides = stridesOf(data!.shape);
    const result = Float64Array.from(data!.data);
    forEachIndex(updates!.shape, (index, flat) => {
      const position = positionOf(context, indices!.data[flat]!, data!.shape[axis]!);
      const offset = index.reduce((sum, own, i) => sum + strides[i]! * (i === axis ? position : own), 0);
      result[offset] = combine(result[offset]!, updates!.data[flat]!);
    });
    return [{ ...data!, data: result }];
  },
  samples: [
    { inputs: [random([3, 3]), values([2, 3], [1, 0, 2, 0, 2, 1], 'int64'), random([2, 3])] },
    {
      name: 'add, repeated and negative indices',
      inputs: [random([2, 4]), values([2, 3], [0, 0, -1, 1, 1, 1], 'int64'), random([2, 3])],
      attributes: { axis: 1, reduction: 'add' },
    },
  ],
};
