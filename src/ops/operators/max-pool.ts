import { type ConcreteShape, elementCount } from '../../core/index.ts';
import { type Operator, random } from '../operator.ts';
import { forEachTap, poolingAttributes, poolingSamples, poolingWindows } from '../pooling.ts';
import { explicitAttributes } from '../windows.ts';

/**
 * The greatest element of each window; padding never wins. The second output gives its flat index in X. The gradient is
 * shared equally among elements that tie for the maximum (see MaxPoolGradient).
 */
export const maxPool: Operator = {
  opType: 'MaxPool',
  domain: '',
  inputs: ['X'],
  outputs: ['Y', 'Indices?'],
  attributes: { ...poolingAttributes, storage_order: { type: 'int', default: 0 } },
  infer: (context) => {
    if (context.int('storage_order') !== 0) throw context.error('storage_order is 1, expected 0: indices in C order');
    const { dtype, shape } = context.type(0);
    const pooled = [...shape.slice(0, 2), ...poolingWindows(context).output];
    return [
      { dtype, shape: pooled },
      { dtype: 'int64', shape: pooled },
    ];
  },
  gradient: ({ builder, context, inputs, outputs, cotangents }) => {
    context.concreteShape(0);
    const attributes = { ...explicitAttributes(poolingWindows(context)), ceil_mode: context.int('ceil_mode') };
    return [builder.op('MaxPoolGradient', [inputs[0], outputs[0], cotangents[0]], attributes)];
  },
  reference: (context, [x]) => {
    const windows = poolingWindows(context);
    const shape = [...x!.shape.slice(0, 2), ...(windows.output as ConcreteShape)];
    const y = new Float64Array(elementCount(shape)).fill(Number.NEGATIVE_INFINITY);
    const indices = new Float64Array(y.length);
    forEachTap(windows, x!.shape, (xi, yi) => {
      const element = x!.data[xi]!;
      if (element > y[yi]! || Number.isNaN(element)) {
        y[yi] = element;
        indices[yi] = xi;
      }
    });
    return [
      { dtype: x!.dtype, shape, data: y },
      { dtype: 'int64', shape, data: indices },
    ];
  },
  samples: [
    ...poolingSamples((x) => [random(x)]),
    {
      name: 'with indices',
      inputs: [random([2, 2, 4, 4])],
      attributes: { kernel_shape: [2, 2], strides: [2, 2] },
      outputs: 2,
    },
    {
      name: 'padded by itself',
      inputs: [random([1, 2, 5, 5])],
      attributes: { kernel_shape: [2, 2], auto_pad: 'SAME_UPPER' },
    },
  ],
};
