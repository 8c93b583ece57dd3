import { elementCount } from '../../core/index.ts';
import { type Operator, random } from '../operator.ts';

/** Number of elements of the input, an int64 scalar. */
export const size: Operator = {
  opType: 'Size',
  domain: '',
  inputs: ['data'],
  outputs: ['size'],
  attributes: {},
  infer: () => [{ dtype: 'int64', shape: [] }],
  gradient: 'zero',
  reference: (_context, [x]) => [{ dtype: 'int64', shape: [], data: Float64Array.of(elementCount(x!.shape)) }],
  samples: [{ inputs: [random([2, 3, 4])] }, { name: 'a scalar', inputs: [random([])] }],
};
