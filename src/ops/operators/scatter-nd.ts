import { formatShape, sameShape, stridesOf } from '../../core/index.ts';
import { zerosOf } from '../arithmetic.ts';
import { positionOf } from '../indices.ts';
import { type Operator, random, values } from '../operator.ts';
import { addsUpdates, reductionAttribute, scatterCombination } from '../scatter-reduction.ts';

/**
 * A copy of the data in which each slice of the updates replaces (or is added to, ...) the slice that its row of k indices
 * fixes along the first k axes. Without a reduction, rows must not repeat.
 */
export const scatterNd: Operator = {
  opType: 'ScatterND',
  domain: '',
  inputs: ['data', 'indices', 'updates'],
  outputs: ['output'],
  attributes: { ...reductionAttribute },
  infer: (context) => {
    scatterCombination(context);
    const { dtype, shape } = context.type(0);
    const indices = context.type(1);
    const updates = context.type(2);
    const fixed = indices.shape.at(-1);
    if (indices.dtype !== 'int64' || typeof fixed !== 'number' || fixed > shape.length) {
      throw context.error(
        `indices are ${indices.dtype} ${formatShape(indices.shape)}, expected int64 that end in an axis of at most ${shape.length}`,
      );
    }
    const expected = [...indices.shape.slice(0, -1), ...shape.slice(fixed)];
    if (!sameShape(updates.shape, expected) || updates.dtype !== dtype) {
      throw context.error(
        `updates are ${updates.dtype} ${formatShape(updates.shape)}, expected ${dtype} ${formatShape(expected)}`,
      );
    }
    return [{ dtype, shape }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const dy = cotangents[0]!;
    const indices = inputs[1]!;
    const adds = addsUpdates(context);
    const erased = () => builder.op('ScatterND', [dy, indices, zerosOf(builder, dy.dtype, context.concreteShape(2))]);
    return [
      needs(0) ? (adds ? dy : erased()) : undefined,
      undefined,
      needs(2) ? builder.op('GatherND', [dy, indices]) : undefined,
    ];
  },
  reference: (context, [data, indices, updates]) => {
    const combine = scatterCombination(context);
    const strides = stridesOf(data!.shape);
    const fixed = indices!.shape.at(-1)!;
    const size = data!.shape.slice(fixed).reduce((product, length) => product * length, 1);
    const rows = indices!.shape.slice(0, -1).reduce((product, length) => product * length, 1);
    const result = Float64Array.from(data!.data);
    for (let row = 0; row < rows; row++) {
      let start = 0;
      for (let i = 0; i < fixed; i++) {
        start += strides[i]! * positionOf(context, indices!.data[row * fixed + i]!, data!.shape[i]!);
      }
      for (let i = 0; i < size; i++) {
        result[start + i] = combine(result[start + i]!, updates!.data[row * size + i]!);
      }
    }
    return [{ ...data!, data: result }];
  },
  samples: [
    { inputs: [random([3, 3]), values([2, 2], [0, 1, 2, -1], 'int64'), random([2])] },
    {
      name: 'add whole rows, one twice',
      inputs: [random([4, 2]), values([3, 1], [1, 3, 1], 'int64'), random([3, 2])],
      attributes: { reduction: 'add' },
    },
  ],
};
