import { z } from 'zod';
import { defineInitializer } from './initializer.ts';

/** The same value everywhere: 0 for biases, 1 for scales. */
export const constant = defineInitializer({
  options: z.strictObject({ name: z.literal('constant'), value: z.number().default(0) }),
  fill(target, { value }) {
    target.fill(value);
  },
  describe: ({ value }) => (value === 0 ? 'zeros' : value === 1 ? 'ones' : `constant ${value}`),
});
