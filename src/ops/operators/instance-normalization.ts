import { groupedNormalization } from '../grouped-normalization.ts';
import { random } from '../operator.ts';

/**
 * output = scale · (input − mean) / √(variance + epsilon) + B, mean and variance taken over the spatial axes of each
 * channel of each sample of [batch, channels, ...spatial].
 * Source: ONNX InstanceNormalization-6; Ulyanov, Vedaldi and Lempitsky 2016.
 */
export const instanceNormalization = groupedNormalization({
  opType: 'InstanceNormalization',
  inputs: ['input', 'scale', 'B'],
  leastRank: 3,
  groups: (_context, channels) => channels,
  samples: [
    { name: 'images', inputs: [random([2, 3, 3, 4]), random([3]), random([3])] },
    { name: 'sequences', inputs: [random([2, 3, 5]), random([3]), random([3])], attributes: { epsilon: 0.1 } },
  ],
});
