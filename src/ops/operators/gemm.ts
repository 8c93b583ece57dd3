import { type Dimension, formatShape } from '../../core/index.ts';
import type { NodeContext, Value } from '../../graph/index.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Y = alpha · A′ B′ + beta · C, where A′ and B′ are A and B, transposed on request. All are matrices. */
export const gemm: Operator = {
  opType: 'Gemm',
  domain: '',
  inputs: ['A', 'B', 'C?'],
  outputs: ['Y'],
  attributes: {
    alpha: { type: 'float', default: 1 },
    beta: { type: 'float', default: 1 },
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
    return [{ dtype: context.type(0).dtype, shape: [rows, columns] }];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [a, b, c] = inputs;
    const dy = cotangents[0]!;
    const alpha = context.float('alpha');
    const beta = context.float('beta');
    const transA = context.int('transA');
    const transB = context.int('transB');
    const product = (left: Value, transLeft: number, right: Value, transRight: number) =>
      builder.op('Gemm', [left, right], { alpha, transA: transLeft, transB: transRight });
    return [
      needs(0) ? (transA ? product(b!, transB, dy, 1) : product(dy, 0, b!, 1 - transB)) : undefined,
      needs(1) ? (transB ? product(dy, 1, a!, transA) : product(a!, 1 - transA, dy, 0)) : undefined,
      c !== undefined && needs(2)
        ? beta === 1
          ? dy
          : builder.op('Mul', [dy, builder.scalar(beta, dy.dtype)])
        : undefined,
    ];
  },
  reference: (context, [a, b, c]) => {
    const [rows, inner] = sides(context, 0, 'transA') as [number, number];
    const [, columns] = sides(context, 1, 'transB') as [number, number];
    const alpha = context.float('alpha');
    const beta = context.float('beta');
    const transA = context.int('transA');
    const transB = context.int('transB');
    const bias = c === undefined ? () => 0 : broadcastReader(c);
    return [
      generate(a!.dtype, [rows, columns], (index) => {
        const [row, column] = index as [number, number];
        let sum = 0;
        for (let k = 0; k < inner; k++) {
          const left = a!.data[transA ? k * rows + row : row * inner + k]!;
          const right = b!.data[transB ? column * inner + k : k * columns + column]!;
          sum += left * right;
        }
        return alpha * sum + beta * bias(index);
      }),
    ];
  },
  samples: [
    { inputs: [random([2, 3]), random([3, 4])] },
    { name: 'bias', inputs: [random([2, 3]), random([3, 4]), random([4])] },
    {
      name: 'A transposed, scaled',
      inputs: [random([3, 2]), random([3, 4]), random([2, 1])],
      attributes: { transA: 1, alpha: 0.5, beta: 2 },
    },
    { name: 'B transposed', inputs: [random([2, 3]), random([4, 3]), random([4])], attributes: { transB: 1 } },
    { name: 'both transposed', inputs: [random([3, 2]), random([4, 3])], attributes: { transA: 1, transB: 1 } },
  ],
};

/** Rows and columns of A′ or B′. */
function sides(context: NodeContext, input: number, transpose: string): [Dimension, Dimension] {
  const shape = context.shape(input);
  if (shape.length !== 2) {
    throw context.error(
      `input '${input === 0 ? 'A' : 'B'}' has shape ${formatShape(shape)}, expected a matrix [rows, columns]`,
      'Flatten the values before a dense layer',
    );
  }
  return context.int(transpose) === 1 ? [shape[1]!, shape[0]!] : [shape[0]!, shape[1]!];
}
