import { z } from 'zod';
import { defineInitializer } from './initializer.ts';

/** Gaussian weights of a fixed deviation, whatever the layer's size. */
export const normal = defineInitializer({
  options: z.strictObject({
    name: z.literal('normal'),
    mean: z.number().default(0),
    deviation: z.number().positive().default(0.05),
  }),
  fill(target, { mean, deviation }, random) {
    for (let i = 0; i < target.length; i++) target[i] = mean + deviation * random.normal();
  },
  describe: ({ mean, deviation }) => `normal (${mean}, ${deviation})`,
});
