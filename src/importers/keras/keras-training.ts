import type { LossChoice, MetricName } from '../../nn/index.ts';
import type { RecipeInput } from '../../train/index.ts';
import type { ImportNote } from '../imported-model.ts';

/** A loss, optimizer, metric or schedule of Keras: its name in snake case without underscores, and its options. */
interface Named {
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Whether it is an object with options, and not a plain name. */
  readonly isClass?: boolean;
}

type Warn = (message: string) => void;

/**
 * What a Keras model file says of its training, as a recipe: `compile_config` of Keras 3 or `training_config` of Keras 2,
 * with loss, optimizer, learning rate or schedule, clipping and metrics. Keras's own behaviour is kept, so that the loss of
 * every step is Keras's on TensorFlow. What netwright lacks becomes a note; nothing is thrown.
 */
export function kerasTraining(compileConfig: unknown): { recipe: RecipeInput; notes: ImportNote[] } {
  const notes: ImportNote[] = [];
  const warn: Warn = (message) => notes.push({ severity: 'warning', message });
  if (!isRecord(compileConfig)) return { recipe: {}, notes };
  const loss = lossOf(single(compileConfig.loss, 'losses', warn), warn);
  const weights = compileConfig.loss_weights;
  if (weights !== null && weights !== undefined) warn('Keras weighs its losses (loss_weights); netwright does not.');
  const recipe: RecipeInput = {
    ...(loss === undefined ? {} : { loss }),
    ...optimizerOf(compileConfig.optimizer ?? compileConfig.optimizer_config, warn),
    ...metricsOf([compileConfig.metrics, compileConfig.weighted_metrics], loss, warn),
  };
  return { recipe, notes };
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** Keras names the same thing `mean_squared_error`, `MeanSquaredError` or, in Keras 2, `Custom>MeanSquaredError`. */
const plainName = (text: string): string => text.replace(/^.*>/, '').replaceAll('_', '').toLowerCase();

function named(value: unknown): Named | undefined {
  if (typeof value === 'string') return { name: plainName(value), config: {} };
  if (!isRecord(value) || typeof value.class_name !== 'string') return undefined;
  // A function is stored as { class_name: 'function', config: 'mean_squared_error' }.
  if (value.class_name === 'function' && typeof value.config === 'string') return named(value.config);
  const config = isRecord(value.config) ? value.config : {};
  const wrapped = /wrapper$/i.test(value.class_name) ? named(config.fn) : undefined;
  return { name: wrapped?.name ?? plainName(value.class_name), config, isClass: true };
}

/** The first of several, with a note if there are more. */
function single(value: unknown, what: string, warn: Warn): unknown {
  if (value === null || value === undefined || typeof value === 'string') return value;
  if (isRecord(value) && 'class_name' in value) return value;
  const all = Object.values(value);
  if (all.length > 1) warn(`The file has ${all.length} ${what}; netwright trains the first output alone.`);
  return all[0];
}

const numberIn = (config: Named['config'], key: string, fallback: number): number => {
  const value = config[key];
  return typeof value === 'number' && Number.isFinite(value) ? value : fallback;
};

/** Losses that compare outputs with targets of any shape that can be broadcast. */
const comparisons: Readonly<Record<string, Exclude<LossChoice, string>['name']>> = {
  mse: 'mse',
  meansquarederror: 'mse',
  mae: 'l1',
  meanabsoluteerror: 'l1',
  mape: 'mape',
  meanabsolutepercentageerror: 'mape',
  msle: 'msle',
  meansquaredlogarithmicerror: 'msle',
  logcosh: 'logCosh',
  huber: 'huber',
  huberloss: 'huber',
  hinge: 'hinge',
  squaredhinge: 'squaredHinge',
  categoricalhinge: 'categoricalHinge',
  poisson: 'poissonOnRates',
  kld: 'klDivergenceOnProbabilities',
  kldivergence: 'klDivergenceOnProbabilities',
  kullbackleiblerdivergence: 'klDivergenceOnProbabilities',
  cosine: 'cosineSimilarity',
  cosinesimilarity: 'cosineSimilarity',
  cosineproximity: 'cosineSimilarity',
};

/** Cross-entropies of probabilities and of logits. */
const crossEntropies = {
  binarycrossentropy: ['binaryCrossEntropyOnProbabilities', 'binaryCrossEntropy'],
  bce: ['binaryCrossEntropyOnProbabilities', 'binaryCrossEntropy'],
  categoricalcrossentropy: ['categoricalCrossEntropyOnProbabilities', 'categoricalCrossEntropy'],
  cce: ['categoricalCrossEntropyOnProbabilities', 'categoricalCrossEntropy'],
  sparsecategoricalcrossentropy: ['crossEntropyOnProbabilities', 'crossEntropy'],
  scce: ['crossEntropyOnProbabilities', 'crossEntropy'],
} as const;

function lossOf(value: unknown, warn: Warn): LossChoice | undefined {
  if (value === null || value === undefined) return undefined;
  const given = named(value);
  const loss = given && knownLoss(given, warn);
  if (loss === undefined)
    warn(`netwright has no loss like Keras's '${given?.name ?? 'custom'}'; choose one with --loss.`);
  return loss;
}

function knownLoss({ name, config, isClass = false }: Named, warn: Warn): LossChoice | undefined {
  const reduction = reductionOf(config, warn);
  const smoothing = numberIn(config, 'label_smoothing', 0);
  const labelSmoothing = smoothing > 0 ? { labelSmoothing: smoothing } : {};
  if (config.ignore_class !== null && config.ignore_class !== undefined) {
    warn(`The loss ignores the class ${String(config.ignore_class)}; netwright counts every class.`);
  }
  if (name in crossEntropies) {
    const [onProbabilities, onLogits] = crossEntropies[name as keyof typeof crossEntropies];
    const chosen = config.from_logits === true ? onLogits : onProbabilities;
    const options = { beforeActivation: true, classesLast: true, ...reduction };
    if (chosen === 'crossEntropyOnProbabilities' || chosen === 'crossEntropy') return { name: chosen, ...options };
    return { name: chosen, ...options, ...labelSmoothing };
  }
  if (name.endsWith('focalcrossentropy')) return focalOf({ name, config }, { ...reduction, ...labelSmoothing }, warn);
  const comparison = comparisons[name];
  const options = { broadcast: true, ...reduction };
  switch (comparison) {
    case undefined:
      return undefined;
    case 'huber':
      if (isClass && !('delta' in config)) {
        warn('Keras leaves the delta of its Huber loss out of the file; 1 is taken. Give another one in the recipe.');
      }
      return { name: comparison, delta: numberIn(config, 'delta', 1), ...options };
    case 'poissonOnRates':
      return { name: comparison, epsilon: 1e-7, ...options };
    default:
      return { name: comparison as 'mse', ...options };
  }
}

function focalOf(
  { name, config }: Named,
  options: { reduction?: 'sumOfRows'; labelSmoothing?: number },
  warn: Warn,
): LossChoice {
  if (config.from_logits === true)
    warn('The focal loss takes logits; netwright takes what comes after the activation.');
  const gamma = numberIn(config, 'gamma', 2);
  const alpha = numberIn(config, 'alpha', 0.25);
  if (name.startsWith('categorical')) return { name: 'categoricalFocalOnProbabilities', gamma, alpha, ...options };
  const balance = config.apply_class_balancing === true ? { alpha } : {};
  return { name: 'binaryFocalOnProbabilities', gamma, ...balance, ...options };
}

function reductionOf({ reduction }: Named['config'], warn: Warn): { reduction?: 'sumOfRows' } {
  if (reduction === 'sum') return { reduction: 'sumOfRows' };
  if (reduction === 'none') warn("The loss has the reduction 'none'; netwright takes the mean.");
  return {};
}

/** The optimizer, its learning rate or schedule, and its clipping. */
function optimizerOf(value: unknown, warn: Warn): RecipeInput {
  const given = named(value);
  if (given === undefined) return {};
  const { name, config } = given;
  const rate = learningRateOf(given, warn);
  const optimizer = knownOptimizer(given, rate.learningRate);
  if (optimizer === undefined) {
    warn(`netwright has no optimizer like Keras's '${name}'; Adam takes its place. Choose another with --optimizer.`);
  }
  if (config.use_ema === true) warn('Keras averages the weights (use_ema); netwright does not.');
  if (numberIn(config, 'gradient_accumulation_steps', 1) > 1) {
    warn('Keras gathers gradients over several steps; give netwright a larger batch instead.');
  }
  return {
    optimizer: optimizer ?? { name: 'adam', learningRate: rate.learningRate, epsilon: 1e-7, epsilonHat: true },
    ...(rate.schedule === undefined ? {} : { schedule: rate.schedule }),
    ...clippingOf(config),
  };
}

const defaultRates: Readonly<Record<string, number>> = { sgd: 0.01, lion: 0.001 };

function knownOptimizer({ name, config }: Named, learningRate: number): Exclude<RecipeInput['optimizer'], string> {
  const number = (key: string, fallback: number) => numberIn(config, key, fallback);
  const decay = number('weight_decay', 0);
  if (decay > 0 && (name === 'adam' || name === 'adamw')) {
    return { name: 'adamw', learningRate, ...adamOptions(config), weightDecay: decay };
  }
  const common = { learningRate, weightDecay: decay, decoupled: decay > 0 };
  switch (name) {
    case 'adam':
      return { name, learningRate, ...adamOptions(config) };
    case 'adamw':
      // Keras's own default; 0 where the file says so.
      return { name, learningRate, ...adamOptions(config), weightDecay: 'weight_decay' in config ? 0 : 0.004 };
    case 'sgd': {
      const momentum = number('momentum', 0);
      const nesterov = config.nesterov === true && momentum > 0;
      return { name, ...common, momentum, nesterov, rateInMomentum: momentum > 0 };
    }
    case 'rmsprop': {
      const [momentum, alpha, epsilon] = [number('momentum', 0), number('rho', 0.9), number('epsilon', 1e-7)];
      const options = { alpha, momentum, epsilon, epsilonInRoot: true, rateInMomentum: momentum > 0 };
      return { name, ...common, ...options, centered: config.centered === true };
    }
    case 'adagrad': {
      // Keras adds epsilon under the root, where the sum starts.
      const initialSum = number('initial_accumulator_value', 0.1) + number('epsilon', 1e-7);
      return { name, ...common, initialSum, epsilon: 1e-30 };
    }
    case 'adadelta':
      return { name, ...common, rho: number('rho', 0.95), epsilon: number('epsilon', 1e-7) };
    case 'adamax':
      return { name, ...common, ...momentOptions(config), epsilonOutside: true };
    case 'nadam':
      return { name, ...common, ...momentOptions(config), momentumDecay: 1 };
    case 'lion': {
      const [beta1, beta2] = [number('beta_1', 0.9), number('beta_2', 0.99)];
      return { name, learningRate, beta1, beta2, weightDecay: decay };
    }
    default:
      return undefined;
  }
}

function momentOptions(config: Named['config']) {
  return {
    beta1: numberIn(config, 'beta_1', 0.9),
    beta2: numberIn(config, 'beta_2', 0.999),
    epsilon: numberIn(config, 'epsilon', 1e-7),
  };
}

function adamOptions(config: Named['config']) {
  return { ...momentOptions(config), epsilonHat: true, amsgrad: config.amsgrad === true };
}

function clippingOf(config: Named['config']): Pick<RecipeInput, 'gradientClipping'> {
  const limit = (key: string) => numberIn(config, key, 0);
  if (limit('clipnorm') > 0) return { gradientClipping: { name: 'parameterNorm', maxNorm: limit('clipnorm') } };
  if (limit('global_clipnorm') > 0) return { gradientClipping: { name: 'norm', maxNorm: limit('global_clipnorm') } };
  if (limit('clipvalue') > 0) return { gradientClipping: { name: 'value', limit: limit('clipvalue') } };
  return {};
}

interface Rate {
  readonly learningRate: number;
  readonly schedule?: RecipeInput['schedule'];
}

function learningRateOf({ name, config }: Named, warn: Warn): Rate {
  const given = config.learning_rate ?? config.lr;
  const decay = numberIn(config, 'decay', 0);
  if (typeof given === 'number') {
    return { learningRate: given, ...(decay > 0 ? { schedule: { name: 'inverseTime', rate: decay } } : {}) };
  }
  const fallback = { learningRate: defaultRates[name] ?? 0.001 };
  const schedule = named(given);
  if (schedule === undefined) return fallback;
  const known = scheduleOf(schedule);
  if (known === undefined) warn(`netwright has no schedule like Keras's '${schedule.name}'; the rate stays as it is.`);
  return known ?? { learningRate: numberIn(schedule.config, 'initial_learning_rate', fallback.learningRate) };
}

function scheduleOf({ name, config }: Named): Rate | undefined {
  const number = (key: string, fallback: number) => numberIn(config, key, fallback);
  const learningRate = number('initial_learning_rate', 0.001);
  const steps = Math.max(1, Math.round(number('decay_steps', 1)));
  switch (name) {
    case 'exponentialdecay': {
      const gamma = number('decay_rate', 0.9);
      if (config.staircase === true) return { learningRate, schedule: { name: 'step', stepSize: steps, gamma } };
      return { learningRate, schedule: { name: 'exponential', gamma: gamma ** (1 / number('decay_steps', 1)) } };
    }
    case 'inversetimedecay': {
      const options = { rate: number('decay_rate', 0), decaySteps: number('decay_steps', 1) };
      return { learningRate, schedule: { name: 'inverseTime', ...options, staircase: config.staircase === true } };
    }
    case 'polynomialdecay': {
      const finalFactor = number('end_learning_rate', 0.0001) / learningRate;
      const power = number('power', 1);
      return {
        learningRate,
        schedule: { name: 'polynomial', power, finalFactor, steps, cycle: config.cycle === true },
      };
    }
    case 'piecewiseconstantdecay': {
      const [boundaries, values] = [config.boundaries, config.values].map(
        (list) => (list as number[] | undefined) ?? [],
      );
      const first = values![0] ?? learningRate;
      const factors = values!.map((value) => value / first);
      return { learningRate: first, schedule: { name: 'piecewise', boundaries: boundaries!, factors } };
    }
    case 'cosinedecay':
      return cosineDecay(config, learningRate, steps);
    case 'cosinedecayrestarts': {
      const period = Math.max(1, Math.round(number('first_decay_steps', 1)));
      const [periodFactor, heightFactor] = [number('t_mul', 2), number('m_mul', 1)];
      const minimumFactor = number('alpha', 0);
      return { learningRate, schedule: { name: 'cosine', period, periodFactor, heightFactor, minimumFactor } };
    }
    default:
      return undefined;
  }
}

function cosineDecay(config: Named['config'], initial: number, period: number): Rate {
  const schedule = { name: 'cosine', period, minimumFactor: numberIn(config, 'alpha', 0), restarts: false } as const;
  const peak = numberIn(config, 'warmup_target', 0);
  const steps = numberIn(config, 'warmup_steps', 0);
  if (peak <= 0 || steps <= 0) return { learningRate: initial, schedule };
  return { learningRate: peak, schedule: { name: 'warmup', steps, initialFactor: initial / peak, schedule } };
}

const scores: Readonly<Record<string, MetricName>> = {
  mse: 'mse',
  meansquarederror: 'mse',
  rootmeansquarederror: 'rmse',
  mae: 'mae',
  meanabsoluteerror: 'mae',
  r2score: 'r2',
  auc: 'auc',
  precision: 'precision',
  recall: 'recall',
  f1score: 'f1',
  topkcategoricalaccuracy: 'topKAccuracy',
  sparsetopkcategoricalaccuracy: 'topKAccuracy',
};

const accuracies = ['accuracy', 'acc', 'binaryaccuracy', 'categoricalaccuracy', 'sparsecategoricalaccuracy'];

function metricsOf(given: readonly unknown[], loss: LossChoice | undefined, warn: Warn): Pick<RecipeInput, 'metrics'> {
  const isNumbers = loss !== undefined && typeof loss !== 'string' && !/CrossEntropy|Focal|Hinge|hinge/.test(loss.name);
  const found = new Set<MetricName>();
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) value.forEach(visit);
    else if (isRecord(value) && !('class_name' in value)) Object.values(value).forEach(visit);
    else if (value !== null && value !== undefined) add(named(value)?.name ?? 'custom');
  };
  const add = (name: string) => {
    const score = accuracies.includes(name) ? 'kerasAccuracy' : scores[name];
    const fits = score === 'kerasAccuracy' || ['rmse', 'mse', 'mae', 'r2'].includes(score ?? '') === isNumbers;
    if (score === undefined || !fits)
      warn(`The metric '${name}' is left out: netwright has none like it for this loss.`);
    else found.add(score);
  };
  given.forEach(visit);
  return found.size === 0 ? {} : { metrics: [...found] };
}
