import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link multiStep}. */
export const multiStepOptions = z.strictObject({
  name: z.literal('multiStep'),
  /** Optimizer steps at which the rate changes. */
  milestones: z.array(z.int().positive()).min(1),
  /** Factor of each change. */
  gamma: z.number().positive().default(0.1),
});

export type MultiStepOptions = z.infer<typeof multiStepOptions>;

/** Multiplies the learning rate by gamma at each milestone: α γ^(milestones reached), as PyTorch's `MultiStepLR`. */
export const multiStep: ScheduleDefinition<MultiStepOptions> = {
  name: 'multiStep',
  summary: 'multiplies the learning rate by gamma at each of some steps',
  create:
    ({ milestones, gamma }, { learningRate }) =>
    (now) =>
      learningRate * gamma ** milestones.filter((milestone) => milestone <= now).length,
  samples: [
    { name: 'multiStep', milestones: [5, 12], gamma: 0.1 },
    { name: 'multiStep', milestones: [30, 8, 8], gamma: 0.5 },
  ],
};
