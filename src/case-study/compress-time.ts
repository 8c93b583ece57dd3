import type { RecipeInput } from '../train/index.ts';

/**
 * The same training in a fraction of the steps: everything that a recipe says in optimizer steps, its length and its
 * schedule, is divided by `factor`, so that decays come at the same share of the run and end at the same rate. The
 * learning rate itself stays.
 *
 * @param factor 1 or more
 */
export function compressTime({ steps, schedule, ...recipe }: RecipeInput, factor: number): RecipeInput {
  const shorten = (count: number) => Math.max(1, Math.round(count / factor));
  return {
    ...recipe,
    ...(steps === undefined ? {} : { steps: shorten(steps) }),
    ...(schedule === undefined ? {} : { schedule: compressSchedule(schedule, shorten, factor) }),
  };
}

type Schedule = NonNullable<RecipeInput['schedule']>;

function compressSchedule(schedule: Schedule, shorten: (count: number) => number, factor: number): Schedule {
  if (typeof schedule === 'string') return schedule;
  if (schedule.name === 'multiStep') return { ...schedule, milestones: schedule.milestones.map(shorten) };
  if (schedule.name === 'exponential') return { ...schedule, gamma: schedule.gamma ** factor };
  return schedule;
}
