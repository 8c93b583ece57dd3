import { broadcastShapes, formatShape } from '../../core/index.ts';
import { dataTypeNumbers } from '../../graph/index.ts';
import { requireKind } from '../elementwise.ts';
import { type Operator, random, values } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Y = X where the condition holds, else Y, with broadcasting. */
export const where: Operator = {
  opType: 'Where',
  domain: '',
  inputs: ['condition', 'X', 'Y'],
  outputs: ['output'],
  attributes: {},
  infer: (context) => {
    requireKind(context, 0, 'bool');
    const { dtype, shape } = context.type(1);
    if (context.type(2).dtype !== dtype) {
      throw context.error(`X has type ${dtype} ${formatShape(shape)}, Y has type ${context.type(2).dtype}`);
    }
    return [{ dtype, shape: broadcastShapes(context.shape(0), broadcastShapes(shape, context.shape(2))) }];
  },
  gradient: ({ builder, inputs, cotangents, needs }) => {
    const dy = cotangents[0]!;
    const condition = inputs[0]!;
    const masked = (chosen: typeof condition) =>
      builder.op('Mul', [dy, builder.op('Cast', [chosen], { to: dataTypeNumbers[dy.dtype] })]);
    return [
      undefined,
      needs(1) ? masked(condition) : undefined,
      needs(2) ? masked(builder.op('Not', [condition])) : undefined,
    ];
  },
  reference: (context, [condition, x, y]) => {
    const [type] = where.infer(context);
    const [holds, left, right] = [broadcastReader(condition!), broadcastReader(x!), broadcastReader(y!)];
    return [generate(x!.dtype, type!.shape as number[], (index) => (holds(index) === 1 ? left(index) : right(index)))];
  },
  samples: [
    { inputs: [values([2, 3], [1, 0, 1, 0, 0, 1], 'bool'), random([2, 3]), random([2, 3])] },
    { name: 'everything broadcast', inputs: [values([2, 1], [1, 0], 'bool'), random([3]), random([4, 1, 1])] },
  ],
};
