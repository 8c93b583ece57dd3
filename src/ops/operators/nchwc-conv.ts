import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, channelBlock, fromBlocked, toBlocked, weightsFromBlocked } from '../blocked-channels.ts';
import { convolutionAttributes } from '../convolution.ts';
import { type Operator, random } from '../operator.ts';
import { conv } from './conv.ts';

/**
 * Convolution on blocked channels (see blocked-channels.ts), of weights in blocked order, to which Sum is added. With
 * fewer than 16 channels X is a plain image; with a group for each channel all are blocked.
 */
export const nchwcConv: Operator = {
  opType: 'NchwcConv',
  domain: nchwcDomain,
  inputs: ['X', 'W', 'B?', 'Sum?'],
  outputs: ['Y'],
  attributes: convolutionAttributes,
  infer: (context) => {
    const [filters, channels] = context.concreteShape(1) as [number, number];
    const group = context.int('group');
    if (filters % channelBlock !== 0 || (group !== 1 && (group !== filters || channels !== 1))) {
      throw context.error(`W has ${filters} filters in ${group} groups, expected 16·n in one group or as many groups`);
    }
    if (channels >= channelBlock && channels % channelBlock !== 0) {
      throw context.error(`X has ${channels} channels, expected 16·n or fewer than 16`);
    }
    return conv.infer(context);
  },
  gradient: afterDifferentiation,
  reference: (context, [x, w, b, sum]) => {
    const plain = context.int('group') === 1 && w!.shape[1]! < channelBlock;
    const y = toBlocked(conv.reference(context, [plain ? x! : fromBlocked(x!), weightsFromBlocked(w!), b])[0]!);
    return [sum === undefined ? y : { ...y, data: y.data.map((element, i) => element + sum.data[i]!) }];
  },
  samples: [
    { inputs: [random([2, 16, 4, 3]), random([32, 16, 3, 3]), random([32])], attributes: { pads: [1, 1, 1, 1] } },
    { name: 'stride 2', inputs: [random([1, 32, 5, 5]), random([16, 32, 2, 2])], attributes: { strides: [2, 2] } },
    {
      name: 'a group for each channel, added to a sum',
      inputs: [random([2, 32, 3, 2]), random([32, 1, 1, 1]), random([32]), random([2, 32, 3, 2])],
      attributes: { group: 32 },
    },
    { name: 'few channels', inputs: [random([2, 3, 4, 4]), random([16, 3, 3, 3]), random([16])] },
  ],
};
