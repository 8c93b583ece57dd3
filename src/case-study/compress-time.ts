import { compressSchedule, scheduleSchema } from '../optim/index.ts';
import type { RecipeInput } from '../train/index.ts';

/**
 * The same training in a fraction of the steps: everything that a recipe says in optimizer steps, its length and its
 * schedule, is divided by `factor`, so that decays come at the same share of the run and end at the same rate. The
 * learning rate itself stays.
 *
 * @param factor below 1 for more steps
 */
export function compressTime({ steps, schedule, ...recipe }: RecipeInput, factor: number): RecipeInput {
  return {
    ...recipe,
    ...(steps === undefined ? {} : { steps: Math.max(1, Math.round(steps / factor)) }),
    ...(schedule === undefined ? {} : { schedule: compressSchedule(scheduleSchema.parse(schedule), factor) }),
  };
}
