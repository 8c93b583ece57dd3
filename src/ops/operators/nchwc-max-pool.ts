import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, fromBlocked, requireBlocks, toBlocked } from '../blocked-channels.ts';
import { type Operator, random } from '../operator.ts';
import { maxPool } from './max-pool.ts';

/** Max pooling on blocked channels (see blocked-channels.ts). */
export const nchwcMaxPool: Operator = {
  ...maxPool,
  opType: 'NchwcMaxPool',
  domain: nchwcDomain,
  outputs: ['Y'],
  infer: (context) => {
    requireBlocks(context);
    return maxPool.infer(context).slice(0, 1);
  },
  gradient: afterDifferentiation,
  reference: (context, [x]) => [toBlocked(maxPool.reference(context, [fromBlocked(x!)])[0]!)],
  samples: [
    { inputs: [random([2, 16, 4, 6])], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
    { name: 'overlapping', inputs: [random([1, 32, 5, 5])], attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } },
  ],
};
