import { formatShape } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { productAttributes, productGradient, productSides, sidesOf } from '../matrix-product.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Y = alpha · A′ B′ + beta · C, where A′ and B′ are A and B, transposed on request. All are matrices. */
export const gemm: Operator = {
  opType: 'Gemm',
  domain: '',
  inputs: ['A', 'B', 'C?'],
  outputs: ['Y'],
  attributes: { ...productAttributes, beta: { type: 'float', default: 1 } },
  infer: (context) => {
    requireMatrix(context, 0);
    requireMatrix(context, 1);
    const { rows, columns } = productSides(context);
    return [{ dtype: context.type(0).dtype, shape: [rows, columns] }];
  },
  gradient: (gradientContext) => {
    const { builder, context, inputs, cotangents, needs } = gradientContext;
    const dy = cotangents[0]!;
    const beta = context.float('beta');
    const products = productGradient(gradientContext);
    if (inputs[2] === undefined || !needs(2)) return products;
    return [...products, beta === 1 ? dy : builder.op('Mul', [dy, builder.scalar(beta, dy.dtype)])];
  },
  reference: (context, [a, b, c]) => {
    const [rows, inner] = sidesOf(context, 0) as [number, number];
    const [, columns] = sidesOf(context, 1) as [number, number];
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
    { name: 'a column and a row', inputs: [random([1, 3]), random([1, 4])], attributes: { transA: 1 } },
    { name: 'both transposed', inputs: [random([3, 2]), random([4, 3])], attributes: { transA: 1, transB: 1 } },
  ],
};

function requireMatrix(context: NodeContext, input: 0 | 1): void {
  const shape = context.shape(input);
  if (shape.length === 2) return;
  throw context.error(
    `input '${input === 0 ? 'A' : 'B'}' has shape ${formatShape(shape)}, expected a matrix [rows, columns]`,
    'Flatten the values before a dense layer',
  );
}
