import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, fromBlocked, requireBlocks, toBlocked } from '../blocked-channels.ts';
import { type Operator, random } from '../operator.ts';
import { averagePool } from './average-pool.ts';

/** Average pooling on blocked channels (see blocked-channels.ts). */
export const nchwcAveragePool: Operator = {
  ...averagePool,
  opType: 'NchwcAveragePool',
  domain: nchwcDomain,
  infer: (context) => {
    requireBlocks(context);
    return averagePool.infer(context);
  },
  gradient: afterDifferentiation,
  reference: (context, [x]) => averagePool.reference(context, [fromBlocked(x!)]).map(toBlocked),
  samples: [
    { inputs: [random([2, 16, 4, 6])], attributes: { kernel_shape: [2, 2], strides: [2, 2] } },
    { name: 'overlapping', inputs: [random([1, 32, 5, 5])], attributes: { kernel_shape: [3, 3], pads: [1, 1, 1, 1] } },
  ],
};
