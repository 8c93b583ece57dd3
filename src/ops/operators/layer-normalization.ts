import { elementCount, formatShape, normalizeAxis, sameShape } from '../../core/index.ts';
import type { Value } from '../../graph/index.ts';
import { arithmetic } from '../arithmetic.ts';
import { type Operator, random } from '../operator.ts';

/**
 * Y = Scale · (X − mean) / √(variance + epsilon) + B, mean and variance taken over all axes from `axis` on, which Scale
 * and B have. The other outputs are the mean and 1 / √(variance + epsilon), those axes with length 1.
 * Source: ONNX LayerNormalization-17; Ba, Kiros and Hinton 2016.
 */
export const layerNormalization: Operator = {
  opType: 'LayerNormalization',
  domain: '',
  inputs: ['X', 'Scale', 'B?'],
  outputs: ['Y', 'Mean?', 'InvStdDev?'],
  attributes: {
    axis: { type: 'int', default: -1 },
    epsilon: { type: 'float', default: 1e-5 },
    stash_type: { type: 'int', default: 1 },
  },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const axis = normalizeAxis(context.int('axis'), shape.length);
    const inner = shape.slice(axis);
    for (const input of [1, 2]) {
      if (context.has(input) && !sameShape(context.shape(input), inner)) {
        throw context.error(
          `${input === 1 ? 'Scale' : 'B'} has shape ${formatShape(context.shape(input))}, expected ${formatShape(inner)}: the normalised axes of X ${formatShape(shape)}`,
        );
      }
    }
    const statistics = { dtype, shape: [...shape.slice(0, axis), ...inner.map(() => 1)] };
    return [context.type(0), statistics, statistics];
  },
  gradient: ({ builder, context, inputs, cotangents, needs }) => {
    const [x, scale] = inputs as [Value, Value];
    const [dy, dMean, dInverse] = cotangents;
    const { add, sub, mul } = arithmetic(builder, x.dtype);
    const axis = normalizeAxis(context.int('axis'), context.rank(0));
    const inner = context.concreteShape(0).slice(axis);
    // The attributes as the node has them, so that this becomes one with the forward node.
    const attributes = Object.fromEntries(
      Object.entries(context.node.attributes).map(([name, { value }]) => [name, value]),
    );
    const [, mean, inverse] = builder.ops('LayerNormalization', inputs, attributes, 3) as [Value, Value, Value];
    const normalized = mul(sub(x, mean), inverse);
    const axes = builder.ints(inner.map((_, i) => axis + i));
    const average = (value: Value) => builder.op('ReduceMean', [value, axes]);
    const parts: Value[] = [];
    if (dy !== undefined && needs(0)) {
      const slope = mul(dy, scale);
      const along = mul(normalized, average(mul(slope, normalized)));
      parts.push(mul(sub(sub(slope, average(slope)), along), inverse));
    }
    if (dMean !== undefined) parts.push(mul(dMean, 1 / elementCount(inner)));
    if (dInverse !== undefined) {
      parts.push(mul(mul(mul(dInverse, mul(inverse, inverse)), normalized), -1 / elementCount(inner)));
    }
    return [
      parts.length === 0 ? undefined : parts.reduce((sum, part) => add(sum, part)),
      dy !== undefined && needs(1) ? mul(dy, normalized) : undefined,
      dy,
    ];
  },
  reference: (context, [x, scale, bias]) => {
    const [, type] = layerNormalization.infer(context);
    const size = elementCount(x!.shape.slice(normalizeAxis(context.int('axis'), x!.shape.length)));
    const rows = x!.data.length / size;
    const y = new Float64Array(x!.data.length);
    const means = new Float64Array(rows);
    const inverses = new Float64Array(rows);
    for (let row = 0; row < rows; row++) {
      const elements = x!.data.subarray(row * size, (row + 1) * size);
      const mean = elements.reduce((sum, element) => sum + element, 0) / size;
      const variance = elements.reduce((sum, element) => sum + (element - mean) ** 2, 0) / size;
      means[row] = mean;
      inverses[row] = 1 / Math.sqrt(variance + context.float('epsilon'));
      elements.forEach((element, i) => {
        y[row * size + i] = (element - mean) * inverses[row]! * scale!.data[i]! + (bias?.data[i] ?? 0);
      });
    }
    const shape = type!.shape as number[];
    return [
      { ...x!, data: y },
      { dtype: x!.dtype, shape, data: means },
      { dtype: x!.dtype, shape, data: inverses },
    ];
  },
  samples: [
    { inputs: [random([3, 5]), random([5]), random([5])] },
    { name: 'without bias', inputs: [random([2, 3, 4]), random([4])], attributes: { epsilon: 0.01 } },
    { name: 'two axes', inputs: [random([2, 3, 4]), random([3, 4]), random([3, 4])], attributes: { axis: 1 } },
    { name: 'with statistics', inputs: [random([3, 5]), random([5]), random([5])], outputs: 3 },
  ],
};
