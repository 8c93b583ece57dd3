import { fieldStatistics } from '../../data/index.ts';
import { findLoss, lossNameOf } from '../../nn/index.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { type RemedyName, remedies } from '../remedies/index.ts';
import { outputActivations } from '../remedies/output-activation.ts';
import { outputWidth, type Subject, taskOf } from '../subject.ts';
import type { DiagnosisTask } from '../task.ts';

/** How likely a remedy's fault is before any experiment, and why. */
export interface Suspicion {
  /** From 0 to 1. */
  readonly likelihood: number;
  readonly reason: string;
}

/** How likely each remedy that would change something is to be the cure, from graph, recipe and data alone. */
export function suspicions(subject: Subject): Map<RemedyName, Suspicion> {
  const task = taskOf(subject);
  const context = { task, train: subject.train, seed: 0 };
  const found = new Map<RemedyName, Suspicion>();
  for (const name of Object.keys(remedies) as RemedyName[]) {
    if (remedies[name].apply(subject.design, context) === undefined) continue;
    found.set(name, judge(name, subject, task));
  }
  return found;
}

const of = (likelihood: number, reason: string): Suspicion => ({ likelihood, reason });

function judge(name: RemedyName, subject: Subject, task: DiagnosisTask): Suspicion {
  switch (name) {
    case 'outputActivation':
      return judgeOutput(subject, task);
    case 'taskLoss':
      return judgeLoss(subject, task);
    case 'outputShape':
      return of(0.95, 'the number of outputs is not what the targets ask for');
    case 'reluHidden':
      return judgeHidden(subject);
    case 'freshWeights':
      return of(0.45, 'the first weights are off scale');
    case 'widerLayers':
      return judgeWidth(subject);
    case 'whitenedInputs':
      return judgeInputs(subject);
    case 'scaledTargets':
      return judgeTargets(subject);
    case 'adamOptimizer':
      return subject.design.recipe.optimizer.name === 'sgd' ? of(0.3, 'SGD') : of(0.08, 'not Adam');
    case 'moreEpochs': {
      const { recipe } = subject.design;
      const updates = recipe.epochs * Math.ceil(subject.train.length / recipe.batchSize);
      return of(updates < 100 ? 0.7 : updates < 500 ? 0.5 : updates < 1000 ? 0.3 : 0.15, `${updates} updates`);
    }
    case 'usualBatches':
      return of(0.2, 'unusual batch size');
    case 'noDropout':
      return of(0.15, 'dropout');
    case 'noBatchNormalization':
      return of(0.1, 'batch normalisation');
    case 'constantRate':
      return of(0.3, 'the rate decays');
    default:
      return of(0.25, 'learning rate');
  }
}

function judgeOutput({ design, train }: Subject, task: DiagnosisTask): Suspicion {
  const activation = outputActivations(design).at(-1)?.opType;
  const width = outputWidth(design.network);
  const takesProbabilities = findLoss(design.recipe.loss).output === 'probabilities';
  if (activation === 'Softmax' && width === 1) return of(0.99, 'a softmax of one unit is always 1');
  if (task.kind === 'numbers') {
    const { minimum, maximum } = fieldStatistics(train, train.target!.name);
    const [low, high] = [Math.min(...minimum), Math.max(...maximum)];
    const range = { Sigmoid: [0, 1], Softmax: [0, 1], Tanh: [-1, 1], Relu: [0, Infinity], Softplus: [0, Infinity] }[
      activation ?? ''
    ];
    if (range !== undefined && (low < range[0]! || high > range[1]!)) return of(0.97, 'targets out of reach');
    if (activation === 'Softmax') return of(0.9, 'a softmax for numbers');
    return activation === 'Relu' ? of(0.4, 'ReLU at the output') : of(0.2, 'activation at the output');
  }
  if (activation === undefined)
    return takesProbabilities ? of(0.7, 'no activation where the loss takes probabilities') : of(0.2, '');
  if (task.kind === 'labels' && activation === 'Softmax')
    return of(0.9, 'softmax for labels that do not exclude each other');
  if (activation === 'Sigmoid' && task.kind === 'classes') return of(0.3, 'sigmoid for classes');
  return of(takesProbabilities ? 0.95 : 0.6, `${activation} cannot give probabilities`);
}

function judgeLoss({ design, train }: Subject, task: DiagnosisTask): Suspicion {
  const { loss } = design.recipe;
  const { target, output } = findLoss(loss);
  const width = outputWidth(design.network);
  const linear = outputActivations(design).length === 0;
  if (task.kind === 'numbers') {
    if (target !== 'numbers') return of(0.95, 'a loss for classes on numbers');
    const { minimum } = fieldStatistics(train, train.target!.name);
    if (output === 'rates')
      return Math.min(...minimum) < 0 ? of(0.95, 'Poisson on negative numbers') : of(0.1, 'Poisson');
    return of(0.15, lossNameOf(loss));
  }
  if (target === 'oneHot' && width === 1) return of(0.97, 'a constant loss: cross-entropy over one class');
  if (output === 'probabilities' && linear) return of(0.7, 'a loss of probabilities on a linear output');
  if (task.kind === 'classes' && task.encoding === 'column' && target !== 'classes') return of(0.9, 'class numbers');
  if (task.kind === 'labels' && target === 'oneHot') return of(0.6, 'a loss for one class on several labels');
  if (target === 'numbers') return of(0.4, 'a loss of numbers for classes');
  return of(0.3, lossNameOf(loss));
}

function judgeHidden({ design }: Subject): Suspicion {
  const hidden = weightedLayers(design.network).filter(({ isLast }) => !isLast);
  const linear = hidden.filter(({ activations }) => activations.length === 0).length;
  if (linear > 0) return of(0.85, 'no activation between layers');
  const saturating = hidden.filter(({ activations }) =>
    activations.some(({ opType }) => ['Sigmoid', 'HardSigmoid', 'Softmax'].includes(opType)),
  ).length;
  if (saturating === 0) return of(0.12, 'tanh');
  return of(saturating >= 3 ? 0.85 : saturating === 2 ? 0.5 : 0.2, `${saturating} saturating layers`);
}

function judgeWidth({ design }: Subject): Suspicion {
  const hidden = weightedLayers(design.network).filter(({ isLast }) => !isLast);
  const narrowest = Math.min(...hidden.map(({ units }) => units));
  return of(
    narrowest <= 1 ? 0.8 : narrowest <= 3 ? 0.5 : narrowest <= 5 ? 0.3 : narrowest < 16 ? 0.12 : 0.05,
    `${narrowest} units`,
  );
}

function judgeInputs({ train }: Subject): Suspicion {
  const { mean, standardDeviation } = fieldStatistics(train, train.inputs[0]!.name);
  let worst = 0;
  for (let i = 0; i < mean.length; i++) worst = Math.max(worst, Math.abs(mean[i]!), standardDeviation[i]!);
  return of(worst > 100 ? 0.8 : worst > 10 ? 0.55 : worst > 3 ? 0.3 : 0.15, `inputs up to ${worst}`);
}

function judgeTargets({ train }: Subject): Suspicion {
  const { mean, standardDeviation } = fieldStatistics(train, train.target!.name);
  let worst = 0;
  for (let i = 0; i < mean.length; i++) worst = Math.max(worst, Math.abs(mean[i]!), standardDeviation[i]!);
  return of(worst > 100 ? 0.7 : worst > 10 ? 0.5 : worst > 3 ? 0.3 : 0.12, `targets up to ${worst}`);
}
