import type { ScheduleOptions } from './schedules.ts';

/**
 * The same course of the learning rate in a fraction of the steps: at step t it stands about where the original stands at
 * `factor` × t. Lengths are rounded to whole steps; what is told in shares of the run stays.
 *
 * @param factor below 1 for more steps
 */
export function compressSchedule<Options extends ScheduleOptions>(options: Options, factor: number): Options;
export function compressSchedule(options: ScheduleOptions, factor: number): ScheduleOptions {
  const shorten = (steps: number) => Math.max(1, Math.round(steps / factor));
  switch (options.name) {
    case 'constant':
    case 'oneCycle':
    case 'finalDecay':
      return options;
    case 'exponential':
      return { ...options, gamma: options.gamma ** factor };
    case 'step': {
      const stepSize = shorten(options.stepSize);
      // Changes that come less than a step apart become one.
      return { ...options, stepSize, gamma: options.gamma ** ((stepSize * factor) / options.stepSize) };
    }
    case 'multiStep':
      return { ...options, milestones: options.milestones.map(shorten) };
    case 'piecewise':
      return { ...options, boundaries: options.boundaries.map((boundary) => Math.floor(boundary / factor)) };
    case 'inverseTime':
      return { ...options, decaySteps: options.decaySteps / factor };
    case 'polynomial':
      return options.steps === undefined ? options : { ...options, steps: shorten(options.steps) };
    case 'cosine':
      return options.period === undefined ? options : { ...options, period: shorten(options.period) };
    case 'cyclic': {
      const { riseSteps, fallSteps, gamma } = options;
      const fall = fallSteps === undefined ? {} : { fallSteps: shorten(fallSteps) };
      return { ...options, riseSteps: shorten(riseSteps), ...fall, gamma: gamma ** factor };
    }
    case 'warmup':
      return { ...options, steps: shorten(options.steps), schedule: compressSchedule(options.schedule, factor) };
  }
}
