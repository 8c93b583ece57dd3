import { z } from 'zod';
import { defineInitializer } from './initializer.ts';

/** Gaussian weights of a fixed deviation, redrawn where they lie more than two deviations from the mean. */
export const truncatedNormal = defineInitializer({
  options: z.strictObject({
    name: z.literal('truncatedNormal'),
    mean: z.number().default(0),
    deviation: z.number().positive().default(0.05),
  }),
  fill(target, { mean, deviation }, random) {
    for (let i = 0; i < target.length; i++) target[i] = mean + deviation * random.truncatedNormal();
  },
  describe: ({ mean, deviation }) => `truncated normal (${mean}, ${deviation})`,
});
