import { microsoftDomain } from '../../graph/index.ts';
import { murmurHash } from '../murmur-hash.ts';
import { type Operator, values } from '../operator.ts';

/** MurmurHash3 (x86, 32 bits) of each int32 element: uint32, or the same bits as int32 where `positive` is 0. */
export const murmurHash3: Operator = {
  opType: 'MurmurHash3',
  domain: microsoftDomain,
  inputs: ['X'],
  outputs: ['Y'],
  attributes: { positive: { type: 'int', default: 1 }, seed: { type: 'int', default: 0 } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    if (dtype !== 'int32') throw context.error(`X has type ${dtype}, expected int32`);
    return [{ dtype: context.int('positive') === 1 ? 'uint32' : 'int32', shape }];
  },
  gradient: 'zero',
  reference: (context, [x]) => {
    const positive = context.int('positive') === 1;
    const data = x!.data.map((element) => {
      const hash = murmurHash(element, context.int('seed'));
      return positive ? hash >>> 0 : hash;
    });
    return [{ dtype: positive ? 'uint32' : 'int32', shape: x!.shape, data }];
  },
  samples: [
    { inputs: [values([5], [0, 1, 2, -1, 0x7fffffff], 'int32')] },
    { name: 'signed, seed', inputs: [values([2, 2], [0, 1, -2, 7], 'int32')], attributes: { positive: 0, seed: 5 } },
  ],
};
