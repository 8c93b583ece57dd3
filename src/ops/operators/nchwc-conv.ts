import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, channelBlock, fromBlocked, toBlocked, weightsFromBlocked } from '../blocked-channels.ts';
import { convolutionAttributes } from '../convolution.ts';
import { type Operator, random } from '../operator.ts';
import { conv } from './conv.ts';

/**
 * Convolution on blocked channels (see blocked-channels.ts), of weights in blocked order. With fewer than 16 channels X
 * is a plain image.
 */
export const nchwcConv: Operator = {
  opType: 'NchwcConv',
  domain: nchwcDomain,
  inputs: ['X', 'W', 'B?'],
  outputs: ['Y'],
  attributes: convolutionAttributes,
  infer: (context) => {
    const [filters, channels] = context.concreteShape(1) as [number, number];
    if (context.int('group') !== 1 || filters % channelBlock !== 0) {
      throw context.error(`W has ${filters} filters, expected 16·n in one group`);
    }
    if (channels >= channelBlock && channels % channelBlock !== 0) {
      throw context.error(`X has ${channels} channels, expected 16·n or fewer than 16`);
    }
    return conv.infer(context);
  },
  gradient: afterDifferentiation,
  reference: (context, [x, w, b]) => {
    const image = w!.shape[1]! < channelBlock ? x! : fromBlocked(x!);
    return conv.reference(context, [image, weightsFromBlocked(w!), b]).map(toBlocked);
  },
  samples: [
    { inputs: [random([2, 16, 4, 3]), random([32, 16, 3, 3]), random([32])], attributes: { pads: [1, 1, 1, 1] } },
    { name: 'stride 2', inputs: [random([1, 32, 5, 5]), random([16, 32, 2, 2])], attributes: { strides: [2, 2] } },
    { name: 'few channels', inputs: [random([2, 3, 4, 4]), random([16, 3, 3, 3]), random([16])] },
  ],
};
