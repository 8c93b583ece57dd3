import { broadcastShapes, formatShape } from '../../core/index.ts';
import { microsoftDomain, type NodeContext } from '../../graph/index.ts';
import { productAttributes, productGradient, productSides, sidesOf } from '../matrix-product.ts';
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
  attributes: productAttributes,
  infer: (context) => {
    requireTwoAxes(context, 0);
    requireTwoAxes(context, 1);
    const { rows, columns } = productSides(context);
    const batch = broadcastShapes(context.shape(0).slice(0, -2), context.shape(1).slice(0, -2));
    return [{ dtype: context.type(0).dtype, shape: [...batch, rows, columns] }];
  },
  gradient: productGradient,
  reference: (context, [a, b]) => {
    const [type] = fusedMatMul.infer(context);
    const shape = type!.shape as number[];
    const inner = sidesOf(context, 0)[1] as number;
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

function requireTwoAxes(context: NodeContext, input: 0 | 1): void {
  const shape = context.shape(input);
  if (shape.length >= 2) return;
  throw context.error(`${context.schema.inputs[input]} has shape ${formatShape(shape)}, expected two axes or more`);
}
