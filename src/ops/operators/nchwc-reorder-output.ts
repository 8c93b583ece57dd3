import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, fromBlocked, requireBlocks } from '../blocked-channels.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Brings blocked channels (see blocked-channels.ts) back into a plain image [batch, channels, height, width], or with
 * `channels_last` into [batch, height, width, channels].
 */
export const nchwcReorderOutput: Operator = {
  opType: 'NchwcReorderOutput',
  domain: nchwcDomain,
  inputs: ['X'],
  outputs: ['Y'],
  attributes: { channels: { type: 'int', required: true }, channels_last: { type: 'int', default: 0 } },
  infer: (context) => {
    requireBlocks(context);
    const [batch, channels, ...spatial] = context.concreteShape(0) as [number, number, ...number[]];
    if (context.int('channels') !== channels) {
      throw context.error(`channels is ${context.int('channels')}, X has ${channels}`);
    }
    const shape = context.int('channels_last') === 1 ? [batch, ...spatial, channels] : [batch, channels, ...spatial];
    return [{ dtype: context.type(0).dtype, shape }];
  },
  gradient: afterDifferentiation,
  reference: (context, [x]) => {
    const plain = fromBlocked(x!);
    if (context.int('channels_last') === 0) return [plain];
    const [type] = nchwcReorderOutput.infer(context);
    const read = broadcastReader(plain);
    const image = ([batch, row, column, channel]: readonly number[]) => read([batch!, channel!, row!, column!]);
    return [generate(x!.dtype, type!.shape as number[], image)];
  },
  samples: [
    { inputs: [random([2, 32, 3, 2])], attributes: { channels: 32 } },
    { name: 'channels last', inputs: [random([2, 32, 3, 2])], attributes: { channels: 32, channels_last: 1 } },
  ],
};
