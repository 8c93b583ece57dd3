import { formatShape, sameShape, tensor } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { zerosOf } from '../arithmetic.ts';
import { positionOf } from '../indices.ts';
import { type Operator, random, values } from '../operator.ts';
import { broadcastReader, forEachIndex, generate } from '../reference-tensor.ts';

/**
 * Takes a slice of the data for each row of the indices: a row of k numbers fixes the first k axes after `batch_dims`
 * axes that data and indices have in common.
 */
export const gatherNd: Operator = {
  opType: 'GatherND',
  domain: '',
  inputs: ['data', 'indices'],
  outputs: ['output'],
  attributes: { batch_dims: { type: 'int', default: 0 } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const indices = context.shape(1);
    const batch = context.int('batch_dims');
    const fixed = fixedAxes(context);
    if (context.type(1).dtype !== 'int64')
      throw context.error(`indices have type ${context.type(1).dtype}, expected int64`);
    if (!sameShape(shape.slice(0, batch), indices.slice(0, batch)) || batch + fixed > shape.length) {
      throw context.error(
        `indices ${formatShape(indices)} do not fit data ${formatShape(shape)} with ${batch} batch axes`,
      );
    }
    return [{ dtype, shape: [...indices.slice(0, -1), ...shape.slice(batch + fixed)] }];
  },
  gradient: ({ builder, context, inputs, cotangents }) => {
    const dy = cotangents[0]!;
    const zeros = zerosOf(builder, dy.dtype, context.concreteShape(0));
    const batch = context.int('batch_dims');
    const rows = batch === 0 ? inputs[1]! : withBatchIndices(builder, inputs[1]!, batch);
    return [builder.op('ScatterND', [zeros, rows, dy], { reduction: 'add' })];
  },
  reference: (context, [data, indices]) => {
    const [type] = gatherNd.infer(context);
    const batch = context.int('batch_dims');
    const fixed = fixedAxes(context);
    const rank = indices!.shape.length - 1;
    const read = broadcastReader(data!);
    const find = broadcastReader(indices!);
    return [
      generate(data!.dtype, type!.shape as number[], (index) => {
        const row = index.slice(0, rank);
        const chosen = Array.from({ length: fixed }, (_, i) =>
          positionOf(context, find([...row, i]), data!.shape[batch + i]!),
        );
        return read([...index.slice(0, batch), ...chosen, ...index.slice(rank)]);
      }),
    ];
  },
  samples: [
    { inputs: [random([3, 4]), values([3, 2], [0, 1, 2, -1, 0, 1], 'int64')] },
    { name: 'whole rows', inputs: [random([3, 2]), values([2, 2, 1], [1, 0, 1, 2], 'int64')] },
    { name: 'batches', inputs: [random([2, 3, 2]), values([2, 1], [2, 0], 'int64')], attributes: { batch_dims: 1 } },
  ],
};

/** How many axes each row of the indices fixes. */
function fixedAxes(context: NodeContext): number {
  const fixed = context.shape(1).at(-1);
  if (typeof fixed !== 'number') {
    throw context.error(`indices ${formatShape(context.shape(1))} must end in an axis of known length`);
  }
  return fixed;
}

/** The indices with the coordinates of their batch axes put in front, as ScatterND wants them. */
function withBatchIndices(builder: GraphBuilder, indices: Value, batch: number): Value {
  const rows = (indices.shape as number[]).slice(0, -1);
  const coordinates: bigint[] = [];
  forEachIndex(rows, (index) => {
    for (const position of index.slice(0, batch)) coordinates.push(BigInt(position));
  });
  const front = builder.constant(tensor('int64', [...rows, batch], BigInt64Array.from(coordinates)));
  return builder.op('Concat', [front, indices], { axis: rows.length });
}
