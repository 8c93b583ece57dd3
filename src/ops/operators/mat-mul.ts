import { broadcastShapes, type Dimension, elementCount, formatShape, sameShape } from '../../core/index.ts';
import type { GraphBuilder, NodeContext, Value } from '../../graph/index.ts';
import { requireKind } from '../elementwise.ts';
import { type GradientContext, type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Y = A B, as numpy.matmul: axes before the last two are batches and broadcast; a vector on the left counts as a row, one
 * on the right as a column, and that axis is dropped from the result.
 *
 * The gradient of a product with one matrix on the right is two Gemms, over all batches at once.
 */
export const matMul: Operator = {
  opType: 'MatMul',
  domain: '',
  inputs: ['A', 'B'],
  outputs: ['Y'],
  attributes: {},
  infer: (context) => {
    requireKind(context, 0, 'number');
    const { dtype } = context.type(0);
    if (context.type(1).dtype !== dtype)
      throw context.error(`A has type ${dtype}, B has type ${context.type(1).dtype}`);
    const { batch, rows, columns } = sides(context);
    return [
      {
        dtype,
        shape: [...batch, ...(context.rank(0) === 1 ? [] : [rows]), ...(context.rank(1) === 1 ? [] : [columns])],
      },
    ];
  },
  gradient: (context) => (context.context.rank(1) <= 2 ? matrixGradient(context) : batchedGradient(context)),
  reference: (context, [a, b]) => {
    const { batch, rows, inner, columns } = sides(context) as ConcreteSides;
    const [type] = matMul.infer(context);
    const left = broadcastReader({ ...a!, shape: a!.shape.length === 1 ? [1, inner] : a!.shape });
    const right = broadcastReader({ ...b!, shape: b!.shape.length === 1 ? [inner, 1] : b!.shape });
    const product = generate(a!.dtype, [...batch, rows, columns], (index) => {
      const leftIndex = [...index];
      const rightIndex = [...index];
      let sum = 0;
      for (let k = 0; k < inner; k++) {
        leftIndex[index.length - 1] = k;
        rightIndex[index.length - 2] = k;
        sum += left(leftIndex) * right(rightIndex);
      }
      return sum;
    });
    return [{ ...product, shape: type!.shape as number[] }];
  },
  samples: [
    { inputs: [random([2, 3]), random([3, 4])] },
    { name: 'two vectors', inputs: [random([3]), random([3])] },
    { name: 'vector and matrix', inputs: [random([3]), random([3, 2])] },
    { name: 'matrix and vector', inputs: [random([2, 3]), random([3])] },
    { name: 'batch and matrix', inputs: [random([2, 2, 3]), random([3, 4])] },
    { name: 'batch and vector', inputs: [random([2, 2, 3]), random([3])] },
    { name: 'vector and batch', inputs: [random([3]), random([2, 3, 2])] },
    { name: 'matrix and batch', inputs: [random([4, 3]), random([2, 3, 2])] },
    { name: 'two batches', inputs: [random([2, 2, 3]), random([2, 3, 2])] },
    { name: 'batches broadcast both ways', inputs: [random([2, 1, 2, 3]), random([3, 3, 2])] },
    { name: 'inner length 1', inputs: [random([2, 2, 1]), random([2, 1, 3])] },
  ],
};

interface Sides {
  readonly batch: readonly Dimension[];
  readonly rows: Dimension;
  readonly inner: Dimension;
  readonly columns: Dimension;
}

interface ConcreteSides extends Sides {
  readonly batch: readonly number[];
  readonly rows: number;
  readonly inner: number;
  readonly columns: number;
}

/** The product's sizes, vectors taken as a row or a column. */
function sides(context: NodeContext): Sides {
  const a = context.shape(0);
  const b = context.shape(1);
  if (a.length === 0 || b.length === 0) {
    throw context.error(
      `A is ${formatShape(a)} and B is ${formatShape(b)}, expected at least one axis`,
      'Use Mul for scalars',
    );
  }
  const inner = a.at(-1)!;
  const innerB = b.length === 1 ? b[0]! : b.at(-2)!;
  if (inner !== innerB && typeof inner === typeof innerB) {
    throw context.error(
      `A is ${formatShape(a)} and B is ${formatShape(b)}: the inner sizes ${inner} and ${innerB} differ`,
    );
  }
  return {
    batch: broadcastShapes(a.slice(0, -2), b.slice(0, -2)),
    rows: a.length === 1 ? 1 : a.at(-2)!,
    inner: typeof inner === 'number' ? inner : innerB,
    columns: b.length === 1 ? 1 : b.at(-1)!,
  };
}

/** B is a matrix or a vector: all rows of all batches of A stand under each other as one matrix. */
function matrixGradient({
  builder,
  context,
  inputs,
  cotangents,
  needs,
}: GradientContext): readonly (Value | undefined)[] {
  const { inner, columns } = sides(context) as ConcreteSides;
  const shapeA = context.concreteShape(0);
  const rows = elementCount(shapeA) / inner;
  const dy = reshaped(builder, cotangents[0]!, [rows, columns]);
  const left = () => reshaped(builder, inputs[0]!, [rows, inner]);
  const right = () => reshaped(builder, inputs[1]!, [inner, columns]);
  return [
    needs(0) ? reshaped(builder, builder.op('Gemm', [dy, right()], { transB: 1 }), shapeA) : undefined,
    needs(1) ? reshaped(builder, builder.op('Gemm', [left(), dy], { transA: 1 }), context.concreteShape(1)) : undefined,
  ];
}

/** B has batches: dA = dY Bᵀ and dB = Aᵀ dY, summed over broadcast batches by the reverse walk. */
function batchedGradient({
  builder,
  context,
  inputs,
  cotangents,
  needs,
}: GradientContext): readonly (Value | undefined)[] {
  const { batch, rows, inner, columns } = sides(context) as ConcreteSides;
  const dy = reshaped(builder, cotangents[0]!, [...batch, rows, columns]);
  const left = () => (context.rank(0) === 1 ? reshaped(builder, inputs[0]!, [1, inner]) : inputs[0]!);
  return [
    needs(0) ? builder.op('MatMul', [dy, swapped(builder, inputs[1]!)]) : undefined,
    needs(1) ? builder.op('MatMul', [swapped(builder, left()), dy]) : undefined,
  ];
}

function reshaped(builder: GraphBuilder, value: Value, shape: readonly number[]): Value {
  return sameShape(value.shape, shape) ? value : builder.op('Reshape', [value, builder.ints(shape)]);
}

/** The value with its last two axes exchanged. */
function swapped(builder: GraphBuilder, value: Value): Value {
  const axes = value.shape.map((_, axis) => axis);
  return builder.op('Transpose', [value], { perm: [...axes.slice(0, -2), axes.at(-1)!, axes.at(-2)!] });
}
