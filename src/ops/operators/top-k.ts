import { formatShape, normalizeAxis } from '../../core/index.ts';
import type { NodeContext, ValueType } from '../../graph/index.ts';
import { zerosOf } from '../arithmetic.ts';
import { requireKind } from '../elementwise.ts';
import { constantInts, type Operator, type ReferenceTensor, random, values } from '../operator.ts';
import { forEachIndex } from '../reference-tensor.ts';

/**
 * The k largest (or smallest) elements along an axis and their positions, in order; of equal ones the first comes first.
 * With `sorted` 0 engines may order them differently. The gradient goes to the elements chosen.
 */
export const topK: Operator = {
  opType: 'TopK',
  domain: '',
  inputs: ['X', 'K'],
  outputs: ['Values', 'Indices'],
  attributes: {
    axis: { type: 'int', default: -1 },
    largest: { type: 'int', default: 1 },
    sorted: { type: 'int', default: 1 },
  },
  infer,
  gradient: ({ builder, context, outputs, cotangents }) => {
    const x = context.concreteShape(0);
    const axis = normalizeAxis(context.int('axis'), x.length);
    const dy = cotangents[0];
    if (dy === undefined) return [];
    return [builder.op('ScatterElements', [zerosOf(builder, dy.dtype, x), outputs[1], dy], { axis })];
  },
  reference: (context, [x]) => {
    const [type] = infer(context);
    const shape = type!.shape as number[];
    const axis = normalizeAxis(context.int('axis'), shape.length);
    const sign = context.int('largest') === 1 ? -1 : 1;
    const rows = new Map<string, { element: number; position: number }[]>();
    forEachIndex(x!.shape, (index, flat) => {
      const key = rowKey(index, axis);
      const entry = { element: x!.data[flat]!, position: index[axis]! };
      const row = rows.get(key);
      if (row === undefined) rows.set(key, [entry]);
      else row.push(entry);
    });
    for (const row of rows.values()) row.sort((a, b) => sign * (a.element - b.element) || a.position - b.position);
    const count = shape.reduce((product, length) => product * length, 1);
    const best: ReferenceTensor = { dtype: x!.dtype, shape, data: new Float64Array(count) };
    const positions: ReferenceTensor = { dtype: 'int64', shape, data: new Float64Array(count) };
    forEachIndex(shape, (index, flat) => {
      const { element, position } = rows.get(rowKey(index, axis))![index[axis]!]!;
      best.data[flat] = element;
      positions.data[flat] = position;
    });
    return [best, positions];
  },
  samples: [
    { inputs: [random([2, 4]), constantInts(2)], outputs: 2 },
    {
      name: 'smallest along the first axis',
      inputs: [random([4, 2]), constantInts(3)],
      attributes: { axis: 0, largest: 0 },
      outputs: 2,
    },
    { name: 'middle axis', inputs: [random([2, 3, 2]), constantInts(1)], attributes: { axis: 1 }, outputs: 2 },
    { name: 'ties', inputs: [values([5], [2, 1, 2, 1, 2], 'int64'), constantInts(4)], outputs: 2 },
  ],
};

function infer(context: NodeContext): readonly ValueType[] {
  requireKind(context, 0, 'number');
  const { dtype, shape } = context.type(0);
  const axis = normalizeAxis(context.int('axis'), shape.length);
  const [k, ...rest] = context.constantNumbers(1)!;
  const length = shape[axis];
  if (k === undefined || rest.length > 0 || k < 0 || (typeof length === 'number' && k > length)) {
    throw context.error(
      `K is [${[k, ...rest].join(', ')}], expected one number up to the length of axis ${axis} of ${formatShape(shape)}`,
    );
  }
  const chosen = shape.map((size, i) => (i === axis ? k : size));
  return [
    { dtype, shape: chosen },
    { dtype: 'int64', shape: chosen },
  ];
}

function rowKey(index: readonly number[], axis: number): string {
  return index.map((position, i) => (i === axis ? 0 : position)).join();
}
