import * as z from 'zod';
import type { ScheduleDefinition } from './schedule.ts';

/** Options of {@link piecewise}. */
export const piecewiseOptions = z
  .strictObject({
    name: z.literal('piecewise'),
    /** Last optimizer step of each piece but the last, counted from 0 and in rising order. */
    boundaries: z.array(z.int().nonnegative()).min(1),
    /** Share of the learning rate in each piece: one more than there are boundaries. */
    factors: z.array(z.number().nonnegative()).min(2),
  })
  .refine(({ boundaries, factors }) => factors.length === boundaries.length + 1, {
    path: ['factors'],
    error: 'give one factor more than there are boundaries',
  });

export type PiecewiseOptions = z.infer<typeof piecewiseOptions>;

/** A share of the learning rate in each of some pieces of the run, as Keras's `PiecewiseConstantDecay`. */
export const piecewise: ScheduleDefinition<PiecewiseOptions> = {
  name: 'piecewise',
  summary: 'a constant rate in each of some pieces of the run',
  create:
    ({ boundaries, factors }, { learningRate }) =>
    (now) =>
      learningRate * factors[boundaries.filter((boundary) => boundary < now).length]!,
  samples: [{ name: 'piecewise', boundaries: [5, 12], factors: [1, 0.5, 0.25] }],
};
