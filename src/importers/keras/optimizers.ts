import type { RecipeInput } from '../../train/index.ts';
import { isObject, Options } from './options.ts';
import { plainName } from './plain-name.ts';
import { readSchedule } from './schedules.ts';

type Note = (message: string) => void;
type Reader = (options: Options, note: Note) => NonNullable<RecipeInput['optimizer']>;

const adam =
  (name: 'adam' | 'adamw'): Reader =>
  (options, note) => {
    if (options.boolean('amsgrad', false)) note("Adam's option 'amsgrad' is left out.");
    return {
      name,
      beta1: options.number('beta_1', 0.9),
      beta2: options.number('beta_2', 0.999),
      epsilon: options.number('epsilon', 1e-7),
      ...(name === 'adamw' ? { weightDecay: options.number('weight_decay', 0.004) } : {}),
    };
  };

/** By Keras's class, in lower case. */
const readers: Readonly<Record<string, Reader>> = {
  adam: (options, note) => adam(options.number('weight_decay', 0) > 0 ? 'adamw' : 'adam')(options, note),
  adamw: adam('adamw'),
  sgd: (options) => {
    const momentum = options.number('momentum', 0);
    return { name: 'sgd', momentum, nesterov: momentum > 0 && options.boolean('nesterov', false) };
  },
  rmsprop: (options) => ({
    name: 'rmsprop',
    alpha: options.number('rho', 0.9),
    epsilon: options.number('epsilon', 1e-7),
    epsilonInRoot: true,
    momentum: options.number('momentum', 0),
    centered: options.boolean('centered', false),
  }),
  adagrad: (options) => ({
    name: 'adagrad',
    initialSum: options.number('initial_accumulator_value', 0.1),
    epsilon: options.number('epsilon', 1e-7),
  }),
  lion: (options) => ({ name: 'lion', beta1: options.number('beta_1', 0.9), beta2: options.number('beta_2', 0.99) }),
};

const defaultLearningRates: Readonly<Record<string, number>> = { sgd: 0.01 };

/** Optimizer, learning rate, schedule and clipping of a compiled model. */
export function readOptimizer(given: unknown, note: Note): RecipeInput {
  const { plain, name, config } = plainName(given);
  const options = new Options(`the optimizer '${name}'`, config);
  const reader = readers[plain];
  if (reader === undefined) {
    throw options.error(`is not known; known are ${Object.keys(readers).join(', ')}`);
  }
  const decay = options.number('weight_decay', 0);
  if (decay > 0 && !plain.startsWith('adam')) note(`The weight decay of '${name}' is left out.`);
  if (options.boolean('use_ema', false)) note(`The moving average of the weights of '${name}' is left out.`);
  const rate = options.values.learning_rate ?? options.values.lr;
  const fallback = defaultLearningRates[plain] ?? 1e-3;
  const scheduled = isObject(rate)
    ? readSchedule(rate, note)
    : { learningRate: rounded(typeof rate === 'number' ? rate : fallback) };
  return { optimizer: reader(options, note), ...scheduled, ...clipping(options, note) };
}

/** Keras keeps the rate in float32: 0.001 is stored as 0.0010000000474974513. */
function rounded(rate: number): number {
  const short = Number(rate.toPrecision(7));
  return Math.fround(short) === Math.fround(rate) ? short : rate;
}

function clipping(options: Options, note: Note): RecipeInput {
  if (options.has('clipnorm')) note("The optimizer's 'clipnorm', which clips each variable by itself, is left out.");
  if (options.has('global_clipnorm'))
    return { gradientClipping: { name: 'norm', maxNorm: options.number('global_clipnorm') } };
  if (options.has('clipvalue')) return { gradientClipping: { name: 'value', limit: options.number('clipvalue') } };
  return {};
}
