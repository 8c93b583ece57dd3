import { type ConcreteShape, elementCount } from '../../core/index.ts';
import { type Operator, random } from '../operator.ts';
import { averageWeights, forEachTap, poolingAttributes, poolingSamples, poolingWindows } from '../pooling.ts';
import { explicitAttributes } from '../windows.ts';

/** The attributes of an average pooling and of its gradient. */
export const averagePoolAttributes = { ...poolingAttributes, count_include_pad: { type: 'int', default: 0 } } as const;

/** The mean of each window; with `count_include_pad` the zeros of the padding count as elements. */
export const averagePool: Operator = {
  opType: 'AveragePool',
  domain: '',
  inputs: ['X'],
  outputs: ['Y'],
  attributes: averagePoolAttributes,
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: [...shape.slice(0, 2), ...poolingWindows(context).output] }];
  },
  gradient: ({ builder, context, cotangents }) => [
    builder.op('AveragePoolGradient', [cotangents[0]], {
      ...explicitAttributes(poolingWindows(context)),
      ceil_mode: context.int('ceil_mode'),
      count_include_pad: context.int('count_include_pad'),
      spatial_shape: context.concreteShape(0).slice(2),
    }),
  ],
  reference: (context, [x]) => {
    const windows = poolingWindows(context);
    const shape = [...x!.shape.slice(0, 2), ...(windows.output as ConcreteShape)];
    const weights = averageWeights(windows, x!.shape.slice(2), context.int('count_include_pad') === 1);
    const y = new Float64Array(elementCount(shape));
    forEachTap(windows, x!.shape, (xi, yi) => {
      y[yi]! += x!.data[xi]! * weights[yi % weights.length]!;
    });
    return [{ dtype: x!.dtype, shape, data: y }];
  },
  samples: [
    ...poolingSamples((x) => [random(x)]),
    ...poolingSamples(
      (x) => [random(x)],
      () => ({ count_include_pad: 1 }),
    ).map((sample) => ({ ...sample, name: `${sample.name}, counting the padding` })),
    {
      name: 'padded by itself',
      inputs: [random([1, 2, 5, 5])],
      attributes: { kernel_shape: [2, 2], auto_pad: 'SAME_LOWER' },
    },
  ],
};
