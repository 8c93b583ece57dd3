import { type Dimension, formatShape } from '../core/index.ts';
import type { AttributeSchema, NodeContext, Value } from '../graph/index.ts';
import type { GradientContext } from './operator.ts';

/** Attributes of the operators that compute alpha · A′ B′, where A′ and B′ are A and B, transposed on request. */
export const productAttributes = {
  alpha: { type: 'float', default: 1 },
  transA: { type: 'int', default: 0 },
  transB: { type: 'int', default: 0 },
} satisfies Record<string, AttributeSchema>;

/** Rows of A′ and columns of B′. Throws where the inner sizes differ. */
export function productSides(context: NodeContext): { rows: Dimension; columns: Dimension } {
  const [rows, innerA] = sidesOf(context, 0);
  const [innerB, columns] = sidesOf(context, 1);
  if (innerA !== innerB && typeof innerA === typeof innerB) {
    throw context.error(
      `A is ${formatShape(context.shape(0))} and B is ${formatShape(context.shape(1))}: the inner sizes ${innerA} and ${innerB} differ`,
    );
  }
  return { rows, columns };
}

/** Rows and columns of A′ (input 0) or B′ (input 1): the last two axes. */
export function sidesOf(context: NodeContext, input: 0 | 1): [Dimension, Dimension] {
  const [rows, columns] = context.shape(input).slice(-2) as [Dimension, Dimension];
  return context.int(input === 0 ? 'transA' : 'transB') === 1 ? [columns, rows] : [rows, columns];
}

/** The cotangents of A and B, as products of the same operator. */
export function productGradient({
  builder,
  context,
  inputs,
  cotangents,
  needs,
}: GradientContext): [Value | undefined, Value | undefined] {
  const [a, b] = inputs as [Value, Value];
  const dy = cotangents[0]!;
  const alpha = context.float('alpha');
  const transA = context.int('transA');
  const transB = context.int('transB');
  const product = (left: Value, transLeft: number, right: Value, transRight: number) =>
    builder.op(context.node.opType, [left, right], { alpha, transA: transLeft, transB: transRight });
  return [
    needs(0) ? (transA ? product(b, transB, dy, 1) : product(dy, 0, b, 1 - transB)) : undefined,
    needs(1) ? (transB ? product(dy, 1, a, transA) : product(a, 1 - transA, dy, 0)) : undefined,
  ];
}
