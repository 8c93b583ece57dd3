import * as z from 'zod';
import { constant, constantOptions } from './constant.ts';
import { cosine, cosineOptions } from './cosine.ts';
import { cyclic, cyclicOptions } from './cyclic.ts';
import { exponential, exponentialOptions } from './exponential.ts';
import { finalDecay, finalDecayOptions } from './final-decay.ts';
import { inverseTime, inverseTimeOptions } from './inverse-time.ts';
import { multiStep, multiStepOptions } from './multi-step.ts';
import { oneCycle, oneCycleOptions } from './one-cycle.ts';
import { piecewise, piecewiseOptions } from './piecewise.ts';
import { polynomial, polynomialOptions } from './polynomial.ts';
import type { Schedule, ScheduleContext, ScheduleDefinition } from './schedule.ts';
import { step, stepOptions } from './step.ts';

/** Options of the schedules that are not made of others. */
export const plainScheduleOptions = z.discriminatedUnion('name', [
  constantOptions,
  stepOptions,
  multiStepOptions,
  exponentialOptions,
  polynomialOptions,
  cosineOptions,
  oneCycleOptions,
  finalDecayOptions,
  inverseTimeOptions,
  piecewiseOptions,
  cyclicOptions,
]);

type PlainScheduleOptions = z.infer<typeof plainScheduleOptions>;

type PlainSchedules = {
  readonly [Name in PlainScheduleOptions['name']]: ScheduleDefinition<Extract<PlainScheduleOptions, { name: Name }>>;
};

/** The schedules that are not made of others. */
export const plainSchedules: PlainSchedules = {
  constant,
  step,
  multiStep,
  exponential,
  polynomial,
  cosine,
  oneCycle,
  finalDecay,
  inverseTime,
  piecewise,
  cyclic,
};

/** The learning rate by one of {@link plainSchedules}. */
export function createPlainSchedule<Options extends PlainScheduleOptions>(
  options: Options,
  context: ScheduleContext,
): Schedule {
  const definition = plainSchedules[options.name] as ScheduleDefinition<Options>;
  return definition.create(options, context);
}
