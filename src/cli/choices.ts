import type { CaseDataName } from '../case-study/index.ts';
import type { ExportFormat, TensorNaming } from '../importers/index.ts';
import type { LossName, MetricName, SquashFunction } from '../nn/index.ts';
import type { OptimizerName, ScheduleName } from '../optim/index.ts';
import type { Device, ExecutorName } from '../runtime/index.ts';

/**
 * The names in catalogues, for `--help` and for checking options, without loading the catalogues themselves: that would
 * take longer than showing the help may take. A name that is missing here does not compile.
 */
export const lossChoices: Readonly<Record<LossName, true>> = {
  crossEntropy: true,
  binaryCrossEntropy: true,
  categoricalCrossEntropy: true,
  mse: true,
  l1: true,
  huber: true,
  klDivergence: true,
  hinge: true,
  poisson: true,
  crossEntropyOnProbabilities: true,
  binaryCrossEntropyOnProbabilities: true,
  categoricalCrossEntropyOnProbabilities: true,
  klDivergenceOnProbabilities: true,
  poissonOnRates: true,
  mape: true,
  msle: true,
  logCosh: true,
  squaredHinge: true,
  categoricalHinge: true,
  cosineSimilarity: true,
  binaryFocalOnProbabilities: true,
  categoricalFocalOnProbabilities: true,
};

export const optimizerChoices: Readonly<Record<OptimizerName, true>> = {
  adam: true,
  adamw: true,
  adadelta: true,
  adagrad: true,
  adamax: true,
  lion: true,
  nadam: true,
  radam: true,
  rmsprop: true,
  sgd: true,
};

/** The schedules that need no options. */
type ScheduleChoice = Exclude<
  ScheduleName,
  'step' | 'multiStep' | 'exponential' | 'inverseTime' | 'piecewise' | 'warmup'
>;

export const scheduleChoices: Readonly<Record<ScheduleChoice, true>> = {
  constant: true,
  finalDecay: true,
  cosine: true,
  polynomial: true,
  oneCycle: true,
  cyclic: true,
};

export const metricChoices: Readonly<Record<MetricName, true>> = {
  accuracy: true,
  topKAccuracy: true,
  precision: true,
  recall: true,
  f1: true,
  auc: true,
  rmse: true,
  mse: true,
  r2: true,
  mae: true,
  kerasAccuracy: true,
};

export const deviceChoices: Readonly<Record<Device, true>> = { auto: true, cpu: true, webgpu: true, cuda: true };

export const engineChoices: Readonly<Record<ExecutorName, true>> = {
  'onnxruntime-node': true,
  'onnxruntime-web': true,
  reference: true,
};

/** How `train` brings wide ranges under control. */
export type SquashChoice = SquashFunction | 'auto' | 'none';

export const squashChoices: Readonly<Record<SquashChoice, true>> = {
  auto: true,
  tanh: true,
  asinh: true,
  log1p: true,
  none: true,
};

/** Which samples `evaluate` scores. */
export type SplitChoice = 'train' | 'validation' | 'test' | 'all';

export const splitChoices: Readonly<Record<SplitChoice, true>> = {
  train: true,
  validation: true,
  test: true,
  all: true,
};

/** When `train` leaves the data on disk. */
export type StreamWhen = 'auto' | 'always' | 'never';

export const streamChoices: Readonly<Record<StreamWhen, true>> = { auto: true, always: true, never: true };

/** What the option says to the library. */
export const streamChoiceOf = { auto: 'auto', always: true, never: false } as const;

/** How `predict` writes. */
export type PredictionFormat = 'csv' | 'json' | 'npy';

export const formatChoices: Readonly<Record<PredictionFormat, true>> = { csv: true, json: true, npy: true };

export const exportFormatChoices: Readonly<Record<ExportFormat, true>> = { onnx: true, safetensors: true, keras: true };

export const namingChoices: Readonly<Record<TensorNaming, true>> = { netwright: true, pytorch: true };

export const caseDataChoices: Readonly<Record<CaseDataName, true>> = { stars: true, cities: true };
