import { fromNumbers, int64s, scalar, type Tensor } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import type { Operator } from '../operator.ts';
import { toReference } from '../reference-tensor.ts';

/** A tensor that the node itself holds. Texts and sparse tensors are not supported. */
export const constant: Operator = {
  opType: 'Constant',
  domain: '',
  inputs: [],
  outputs: ['output'],
  attributes: {
    value: { type: 'tensor' },
    value_float: { type: 'float' },
    value_floats: { type: 'floats' },
    value_int: { type: 'int' },
    value_ints: { type: 'ints' },
  },
  infer: (context) => {
    const { dtype, shape } = heldTensor(context);
    return [{ dtype, shape }];
  },
  gradient: 'zero',
  reference: (context) => [toReference(heldTensor(context))],
  samples: [
    { inputs: [], attributes: { value: fromNumbers('float32', [2, 2], [1, 2, 3, 4]) } },
    { name: 'a float', inputs: [], attributes: { value_float: 0.5 } },
    { name: 'floats', inputs: [], attributes: { value_floats: [0.5, 1.5] } },
    { name: 'an int', inputs: [], attributes: { value_int: 3 } },
    { name: 'ints', inputs: [], attributes: { value_ints: [3, -1] } },
  ],
};

function heldTensor(context: NodeContext): Tensor {
  for (const attribute of Object.values(context.node.attributes)) {
    switch (attribute.type) {
      case 'tensor':
        return attribute.value;
      case 'float':
        return scalar(attribute.value);
      case 'floats':
        return fromNumbers('float32', [attribute.value.length], attribute.value);
      case 'int':
        return fromNumbers('int64', [], [attribute.value]);
      case 'ints':
        return int64s(attribute.value);
    }
  }
  throw context.error('holds no tensor of numbers', 'Texts and sparse tensors are not supported');
}
