import { z } from 'zod';
import { writeActivation } from './activation-functions.ts';
import { defineLayer } from './layer.ts';
import { channelCount, normalizationOptions, scaleAndBias } from './normalization.ts';

/** Normalises groups of neighbouring channels (axis 1) of each sample, whatever the batch. Source: Wu and He 2018. */
export const groupNorm = defineLayer({
  options: z.strictObject({
    layer: z.literal('groupNorm'),
    /** Default: 32, or one group a channel where there are fewer. */
    groups: z.int().positive().optional(),
    ...normalizationOptions,
  }),
  stem: 'group_norm',
  role: 'normalization',
  build(context, input, { groups, epsilon, activation = 'linear' }) {
    const channels = channelCount(context, input, 2);
    const count = groups ?? Math.min(32, channels);
    if (channels % count !== 0) {
      throw context.error(`${count} groups must divide ${channels} channels`, "Set 'groups' to a divisor");
    }
    const inputs = [input, ...scaleAndBias(context, [channels])];
    const output = context.builder.op('GroupNormalization', inputs, { num_groups: count, epsilon });
    return writeActivation(context.builder, activation, output);
  },
});
