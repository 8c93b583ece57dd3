import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link constant}. */
export const constantOptions = z.strictObject({ name: z.literal('constant') });

export type ConstantOptions = z.infer<typeof constantOptions>;

/** The optimizer's learning rate at every step. */
export const constant: ScheduleDefinition<ConstantOptions> = {
  name: 'constant',
  summary: 'the same learning rate at every step',
  create:
    (_options, { learningRate }) =>
    () =>
      learningRate,
  samples: [{ name: 'constant' }],
};
