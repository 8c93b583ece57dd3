import { groupedNormalization } from '../grouped-normalization.ts';
import { random } from '../operator.ts';

/**
 * Y = scale · (X − mean) / √(variance + epsilon) + bias, mean and variance taken over all positions of `num_groups`
 * groups of neighbouring channels of each sample of [batch, channels, ...spatial]; scale and bias have one element a
 * channel.
 * Source: ONNX GroupNormalization-21; Wu and He 2018.
 */
export const groupNormalization = groupedNormalization({
  opType: 'GroupNormalization',
  inputs: ['X', 'scale', 'bias'],
  attributes: { num_groups: { type: 'int', required: true }, stash_type: { type: 'int', default: 1 } },
  leastRank: 2,
  groups: (context) => context.int('num_groups'),
  samples: [
    { name: 'images', inputs: [random([2, 4, 3, 2]), random([4]), random([4])], attributes: { num_groups: 2 } },
    { name: 'one group', inputs: [random([2, 3, 2, 2]), random([3]), random([3])], attributes: { num_groups: 1 } },
    {
      name: 'sequences, a group a channel',
      inputs: [random([3, 2, 4]), random([2]), random([2])],
      attributes: { num_groups: 2, epsilon: 0.1 },
    },
    { name: 'vectors', inputs: [random([3, 6]), random([6]), random([6])], attributes: { num_groups: 3 } },
  ],
});
