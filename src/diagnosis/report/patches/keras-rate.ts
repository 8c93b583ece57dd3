import type { Recipe } from '../../../train/index.ts';
import { written } from './numbers.ts';

/** The learning rate as a Keras optimizer takes it: a number, or a schedule that starts at it. */
export function kerasRate({ optimizer: { learningRate }, schedule }: Pick<Recipe, 'optimizer' | 'schedule'>): string {
  const rate = written(learningRate);
  const call = (name: string, ...options: readonly string[]) =>
    `keras.optimizers.schedules.${name}(${[rate, ...options].join(', ')})`;
  const staircase = 'staircase' in schedule && schedule.staircase ? ['staircase=True'] : [];
  switch (schedule.name) {
    case 'exponential':
      return call('ExponentialDecay', 'decay_steps=1', `decay_rate=${written(schedule.gamma)}`);
    case 'step':
      return call(
        'ExponentialDecay',
        `decay_steps=${schedule.stepSize}`,
        `decay_rate=${written(schedule.gamma)}`,
        'staircase=True',
      );
    case 'inverseTime':
      return call(
        'InverseTimeDecay',
        `decay_steps=${schedule.decaySteps}`,
        `decay_rate=${written(schedule.rate)}`,
        ...staircase,
      );
    case 'polynomial':
      if (schedule.steps === undefined) return rate;
      return call(
        'PolynomialDecay',
        `decay_steps=${schedule.steps}`,
        `end_learning_rate=${written(learningRate * schedule.finalFactor)}`,
        `power=${written(schedule.power)}`,
        ...(schedule.cycle ? ['cycle=True'] : []),
      );
    case 'cosine':
      if (schedule.period === undefined) return rate;
      return schedule.restarts
        ? call(
            'CosineDecayRestarts',
            `first_decay_steps=${schedule.period}`,
            `t_mul=${written(schedule.periodFactor)}`,
            `m_mul=${written(schedule.heightFactor)}`,
            `alpha=${written(schedule.minimumFactor)}`,
          )
        : call('CosineDecay', `decay_steps=${schedule.period}`, `alpha=${written(schedule.minimumFactor)}`);
    case 'piecewise': {
      const values = schedule.factors.map((factor) => written(learningRate * factor));
      return `keras.optimizers.schedules.PiecewiseConstantDecay([${schedule.boundaries.join(', ')}], [${values.join(', ')}])`;
    }
    default:
      return rate;
  }
}

/** Whether the rate of `kerasRate` leaves out a schedule, which its author's code has otherwise. */
export const isScheduleLeftOut = (recipe: Pick<Recipe, 'optimizer' | 'schedule'>): boolean =>
  recipe.schedule.name !== 'constant' && !kerasRate(recipe).includes('schedules');
