import { elementCount } from '../../core/index.ts';
import { type Operator, random } from '../operator.ts';
import { requirePoolable } from '../pooling.ts';

/** The mean of each channel over all spatial axes, which keep length 1. */
export const globalAveragePool: Operator = {
  opType: 'GlobalAveragePool',
  domain: '',
  inputs: ['X'],
  outputs: ['Y'],
  attributes: {},
  infer: (context) => {
    requirePoolable(context);
    const { dtype, shape } = context.type(0);
    return [{ dtype, shape: [...shape.slice(0, 2), ...shape.slice(2).map(() => 1)] }];
  },
  gradient: ({ builder, context, cotangents }) => {
    const shape = context.concreteShape(0);
    const share = builder.scalar(1 / elementCount(shape.slice(2)), context.type(0).dtype);
    return [builder.op('Expand', [builder.op('Mul', [cotangents[0], share]), builder.ints(shape)])];
  },
  reference: (_context, [x]) => {
    const size = elementCount(x!.shape.slice(2));
    const data = Float64Array.from({ length: x!.data.length / size }, (_, i) => {
      let sum = 0;
      for (let j = 0; j < size; j++) sum += x!.data[i * size + j]!;
      return sum / size;
    });
    return [{ dtype: x!.dtype, shape: [...x!.shape.slice(0, 2), ...x!.shape.slice(2).map(() => 1)], data }];
  },
  samples: [
    { inputs: [random([2, 3, 3, 4])] },
    { name: '1-D', inputs: [random([2, 3, 5])] },
    { name: '3-D', inputs: [random([1, 2, 2, 2, 3])] },
  ],
};
