import { broadcastShapes, type Dimension, formatShape } from '../../core/index.ts';
import { microsoftDomain, type NodeContext, type Value } from '../../graph/index.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Y = alpha · A′ B′ for stacks of matrices whose leading axes broadcast; A′ and B′ are A and B with their last two axes
 * exchanged on request. Both need two axes or more.
 */
export const fusedMatMul: Operator = {
  opType: 'FusedMatMul',
  domain: microsoftDomain,
  inputs: ['A', 'B'],
  outputs: ['Y'],
  attributes: {
    alpha: { type: 'float', default: 1 },
    transA: { type: 'int', default: 0 },
    transB: { type: 'int', default: 0 },
  },
  infer: (context) => {
    const [rows, innerA] = sides(context, 0, 'transA');
    const [innerB, columns] = sides(context, 1, 'transB');
    if (innerA !== innerB && typeof innerA === typeof innerB) {
      throw context.error(
        `A is ${formatShape(context.shape(0))} and B is ${formatShape(context.shape(1))}: the inner sizes ${innerA} and ${innerB} differ`,
      );
    }
    const batch = broadcastShapes(context.shape(0).slice(0, -2), context.shape(1).slice(0, -2));
    return [{ dtype: context.type(0).dtype, shape: [...batch, rows, columns] }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [a, b] = inputs as [Value, Value];
    const dy = cotangents[0]!;
    const alpha = context.float('alpha');
    const transA = context.int('transA');
    const transB = context.int('transB');
    const product = (left: Value, transLeft: number, right: Value, transRight: number) =>
      builder.op('FusedMatMul', [left, right], { alpha, transA: transLeft, transB: transRight });
    return [
      needs(0) ? (transA ? product(b, transB, dy, 1) : product(dy, 0, b, 1 - transB)) : undefined,
      needs(1) ? (transB ? product(dy, 1, a, transA) : product(a, 1 - transA, dy, 0)) : undefined,
    ];
  },
  reference: (context, [a, b]) => {
    const [type] = fusedMatMul.infer(context);
    const shape = type!.shape as number[];
    const inner = sides(context, 0, 'transA')[1] as number;
    const transA = context.int('transA') === 1;
    const transB = context.int('transB') === 1;
    const left = broadcastReader(a!);
    const right = broadcastReader(b!);
    return [
      generate(a!.dtype, shape, (index) => {
        const batch = index.slice(0, -2);
        const [row, column] = index.slice(-2) as [number, number];
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          sum +=
            left([...batch, ...(transA ? [k, row] : [row, k])]) *
            right([...batch, ...(transB ? [column, k] : [k, column])]);
        }
        return context.float('alpha') * sum;
      }),
    ];
  },
  samples: [
    { inputs: [random([2, 3]), random([3, 4])] },
    { name: 'A transposed', inputs: [random([2, 3, 2]), random([2, 3, 4])], attributes: { transA: 1, alpha: 0.5 } },
    { name: 'B transposed, broadcast', inputs: [random([3, 1, 2, 3]), random([2, 4, 3])], attributes: { transB: 1 } },
    { name: 'both transposed', inputs: [random([2, 3, 2]), random([4, 3])], attributes: { transA: 1, transB: 1 } },
  ],
};

/** Rows and columns of A′ or B′. */
function sides(context: NodeContext, input: number, transpose: string): [Dimension, Dimension] {
  const shape = context.shape(input);
  if (shape.length < 2) {
    throw context.error(`${context.schema.inputs[input]} has shape ${formatShape(shape)}, expected two axes or more`);
  }
  const [rows, columns] = [shape.at(-2)!, shape.at(-1)!];
  return context.int(transpose) === 1 ? [columns, rows] : [rows, columns];
}
