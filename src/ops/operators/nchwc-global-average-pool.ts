import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, fromBlocked, requireBlocks } from '../blocked-channels.ts';
import { type Operator, random } from '../operator.ts';
import { globalAveragePool } from './global-average-pool.ts';

/** The mean of each channel over all positions, of blocked channels (see blocked-channels.ts). */
export const nchwcGlobalAveragePool: Operator = {
  ...globalAveragePool,
  opType: 'NchwcGlobalAveragePool',
  domain: nchwcDomain,
  infer: (context) => {
    requireBlocks(context);
    return globalAveragePool.infer(context);
  },
  gradient: afterDifferentiation,
  // An image of one position lies in blocks as it lies plain.
  reference: (context, [x]) => globalAveragePool.reference(context, [fromBlocked(x!)]),
  samples: [{ inputs: [random([2, 32, 3, 4])] }],
};
