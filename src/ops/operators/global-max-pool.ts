import { elementCount } from '../../core/index.ts';
import { type Operator, random } from '../operator.ts';
import { requirePoolable } from '../pooling.ts';

/** The greatest element of each channel over all spatial axes, which keep length 1. Gradient as of MaxPool. */
export const globalMaxPool: Operator = {
  opType: 'GlobalMaxPool',
  domain: '',
  inputs: ['X'],
  outputs: ['Y'],
  attributes: {},
  infer: (context) => {
    requirePoolable(context);
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: [...shape.slice(0, 2), ...shape.slice(2).map(() => 1)] }];
  },
  gradient: ({ builder, context, inputs, outputs, cotangents }) => [
    builder.op('MaxPoolGradient', [inputs[0], outputs[0], cotangents[0]], {
      kernel_shape: context.concreteShape(0).slice(2),
    }),
  ],
  reference: (_context, [x]) => {
    const size = elementCount(x!.shape.slice(2));
    const data = Float64Array.from({ length: x!.data.length / size }, (_, i) => {
      let greatest = Number.NEGATIVE_INFINITY;
      for (let j = 0; j < size; j++) greatest = Math.max(greatest, x!.data[i * size + j]!);
      return greatest;
    });
    return [{ dtype: x!.dtype, shape: [...x!.shape.slice(0, 2), ...x!.shape.slice(2).map(() => 1)], data }];
  },
  samples: [{ inputs: [random([2, 3, 3, 4])] }, { name: '1-D', inputs: [random([2, 3, 5])] }],
};
