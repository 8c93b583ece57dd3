import { z } from 'zod';
import { defineInitializer } from './initializer.ts';

/** Weights spread evenly over [low, high). */
export const uniform = defineInitializer({
  options: z.strictObject({
    name: z.literal('uniform'),
    low: z.number().default(-0.05),
    high: z.number().default(0.05),
  }),
  fill(target, { low, high }, random) {
    for (let i = 0; i < target.length; i++) target[i] = low + (high - low) * random.uniform();
  },
  describe: ({ low, high }) => `uniform (${low}, ${high})`,
});
