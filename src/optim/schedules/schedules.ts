import * as z from 'zod';
import { nameOrOptions } from '../name-or-options.ts';
import { plainScheduleOptions, plainSchedules } from './plain-schedules.ts';
import type { Schedule, ScheduleContext, ScheduleDefinition } from './schedule.ts';
import { warmup, warmupOptions } from './warmup.ts';

/** A schedule with its options as a recipe holds it: `{ name: 'step', stepSize: 1000, gamma: 0.5 }`. */
export const scheduleOptions = z.discriminatedUnion('name', [plainScheduleOptions, warmupOptions]);

/** {@link scheduleOptions}, or the bare name of a schedule whose defaults will do: `cosine`. */
export const scheduleSchema = nameOrOptions(scheduleOptions);

/** Complete options of any schedule, told apart by `name`. */
export type ScheduleOptions = z.infer<typeof scheduleOptions>;

export type ScheduleName = ScheduleOptions['name'];

type OptionsOf<Name extends ScheduleName> = Extract<ScheduleOptions, { name: Name }>;

/** The catalogue of schedules. */
export const schedules: { readonly [Name in ScheduleName]: ScheduleDefinition<OptionsOf<Name>> } = {
  ...plainSchedules,
  warmup,
};

/**
 * The learning rate over the steps of a run.
 *
 * @example
 * const schedule = createSchedule({ name: 'step', stepSize: 2, gamma: 0.1 }, { learningRate: 1, totalSteps: 4 });
 * [0, 1, 2, 3].map(schedule); // [1, 1, 0.1, 0.1]
 */
export function createSchedule<Options extends ScheduleOptions>(options: Options, context: ScheduleContext): Schedule {
  const definition = schedules[options.name] as ScheduleDefinition<Options>;
  return definition.create(options, context);
}
