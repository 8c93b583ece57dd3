import type { RecipeInput } from '../../train/index.ts';
import { isObject, Options } from './options.ts';
import { plainName } from './plain-name.ts';

type Note = (message: string) => void;
type LossInput = NonNullable<RecipeInput['loss']>;
type NamedLoss = Exclude<LossInput, string>;
type Reader = (options: Options) => NamedLoss;

/** Keras spreads a target of another shape over the outputs without a word, and so must its losses here. */
const compared =
  (
    name:
      | 'mse'
      | 'l1'
      | 'mape'
      | 'msle'
      | 'logCosh'
      | 'cosineSimilarity'
      | 'hinge'
      | 'squaredHinge'
      | 'categoricalHinge',
  ): Reader =>
  () => ({ name, broadcast: true });

/** Takes logits, or what a softmax or sigmoid makes of them, as the option `from_logits` says. */
const crossEntropy =
  (onLogits: 'binaryCrossEntropy' | 'categoricalCrossEntropy'): Reader =>
  (options) => ({
    name: options.boolean('from_logits', false) ? onLogits : `${onLogits}OnProbabilities`,
    ...(options.boolean('from_logits', false) ? {} : { beforeActivation: true }),
    ...(onLogits === 'binaryCrossEntropy' ? {} : { classesLast: true }),
    ...(options.number('label_smoothing', 0) > 0 ? { labelSmoothing: options.number('label_smoothing', 0) } : {}),
  });

/** By Keras's name in lower case without underscores. */
const readers: Readonly<Record<string, Reader>> = {
  meansquarederror: compared('mse'),
  mse: compared('mse'),
  meanabsoluteerror: compared('l1'),
  mae: compared('l1'),
  meanabsolutepercentageerror: compared('mape'),
  mape: compared('mape'),
  meansquaredlogarithmicerror: compared('msle'),
  msle: compared('msle'),
  logcosh: compared('logCosh'),
  hinge: compared('hinge'),
  squaredhinge: compared('squaredHinge'),
  categoricalhinge: compared('categoricalHinge'),
  cosinesimilarity: compared('cosineSimilarity'),
  huber: (options) => ({ name: 'huber', delta: options.number('delta', 1), broadcast: true }),
  poisson: () => ({ name: 'poissonOnRates', broadcast: true }),
  kldivergence: () => ({ name: 'klDivergenceOnProbabilities', broadcast: true }),
  kullbackleiblerdivergence: () => ({ name: 'klDivergenceOnProbabilities', broadcast: true }),
  binarycrossentropy: crossEntropy('binaryCrossEntropy'),
  categoricalcrossentropy: crossEntropy('categoricalCrossEntropy'),
  sparsecategoricalcrossentropy: (options) =>
    options.boolean('from_logits', false)
      ? { name: 'crossEntropy', classesLast: true }
      : { name: 'crossEntropyOnProbabilities', beforeActivation: true, classesLast: true },
  binaryfocalcrossentropy: (options) => ({
    name: 'binaryFocalOnProbabilities',
    gamma: options.number('gamma', 2),
    ...(options.boolean('apply_class_balancing', false) ? { alpha: options.number('alpha', 0.25) } : {}),
  }),
  categoricalfocalcrossentropy: (options) => ({
    name: 'categoricalFocalOnProbabilities',
    gamma: options.number('gamma', 2),
    alpha: options.number('alpha', 0.25),
  }),
};

/** The loss of a compiled model; where there are several, that of the first output. */
export function readLoss(given: unknown, note: Note): RecipeInput {
  const first = firstOf(given);
  if (first === undefined || first === null) return {};
  if (first !== given && countOf(given) > 1) note('Of the losses for several outputs the first one is taken.');
  const { plain, name, config } = plainName(first);
  const options = new Options(`the loss '${name}'`, config);
  const reader = readers[plain];
  if (reader === undefined) {
    throw options.error('is not known: a function of your own is Python, and only its name is in the file');
  }
  const loss = reader(options);
  if (options.string('reduction', 'sum_over_batch_size') !== 'sum') return { loss };
  return { loss: { ...loss, reduction: 'sumOfRows' } };
}

function isSerialized(given: unknown): boolean {
  return isObject(given) && 'class_name' in given;
}

function firstOf(given: unknown): unknown {
  if (Array.isArray(given)) return given[0];
  return isObject(given) && !isSerialized(given) ? Object.values(given)[0] : given;
}

function countOf(given: unknown): number {
  return Array.isArray(given) ? given.length : isObject(given) ? Object.keys(given).length : 1;
}
