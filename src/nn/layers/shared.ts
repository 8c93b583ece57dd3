import { z } from 'zod';
import { commonOptions } from './layer.ts';

/** Another use of a layer that is written before it, with the same parameters; where it is used is all it says. */
export const sharedOptions = z.strictObject({
  layer: z.literal('shared'),
  /** Name of the layer that is used again. */
  of: z.string(),
  ...commonOptions,
});
