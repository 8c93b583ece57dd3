import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, requireBlocks, toBlocked } from '../blocked-channels.ts';
import { type Operator, random } from '../operator.ts';

/** Brings a plain image into blocked channels (see blocked-channels.ts). */
export const nchwcReorderInput: Operator = {
  opType: 'NchwcReorderInput',
  domain: nchwcDomain,
  inputs: ['X'],
  outputs: ['Y'],
  attributes: {},
  infer: (context) => {
    requireBlocks(context);
    return [context.type(0)];
  },
  gradient: afterDifferentiation,
  reference: (_context, [x]) => [toBlocked(x!)],
  samples: [{ inputs: [random([2, 32, 3, 2])] }],
};
