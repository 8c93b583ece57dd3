import { isNetwrightError } from '../../core/index.ts';
import type { Dataset } from '../../data/index.ts';
import type { Executor } from '../../runtime/index.ts';
import {
  type Handler,
  type StepStatistics,
  type StopReason,
  statistics,
  fit as trainNetwork,
} from '../../train/index.ts';
import type { Design } from '../design.ts';
import { type EndEvidence, measureEnd } from '../evidence/end-of-training.ts';
import { applyRemedies, type RemedyName } from '../remedies/index.ts';
import { type Subject, taskOf } from '../subject.ts';
import type { DiagnosisTask } from '../task.ts';
import { scoreNetwork } from './score-network.ts';
import { shortenPlan } from './shorten-plan.ts';
import { stopwatch } from './stopwatch.ts';
import { withTargetForm } from './target-forms.ts';

/** One training to be made: plain data. */
export interface TrialRequest {
  readonly remedies: readonly RemedyName[];
  readonly seed: number;
  /** Where the recipe plans more updates than that, its course is run through in so many. */
  readonly mostUpdates?: number;
}

/** What a training gave. */
export interface TrialResult {
  /** Remedies that had something to change. */
  readonly applied: readonly RemedyName[];
  /** Mean training loss of each epoch. */
  readonly losses: readonly number[];
  /** Score on the validation samples, or on the training samples where there are none; see `scoreOutputs`. */
  readonly score: number;
  readonly trainingScore: number;
  readonly steps: number;
  /** Wall time of the training, without compiling and scoring. */
  readonly seconds: number;
  readonly outcome: StopReason['kind'] | 'refused';
  /** Why it could not be trained at all. */
  readonly refusal?: string;
  /** Training losses of the first steps, at most 100. */
  readonly earlyLosses?: readonly number[];
  /** The network as training left it; of trainings without remedies. */
  readonly end?: EndEvidence;
}

const earlySteps = 100;

/** Trains a subject under some remedies and scores it. A pure function of its arguments. */
export async function runTrial(subject: Subject, request: TrialRequest, executor: Executor): Promise<TrialResult> {
  const { remedies, seed, mostUpdates = Number.POSITIVE_INFINITY } = request;
  const task = taskOf(subject);
  const base: Design = { ...subject.design, network: subject.reinitialize(seed) };
  const { design, applied } = applyRemedies(base, remedies, { task, train: subject.train, seed });
  try {
    const options = { task, seed, mostUpdates, looksInside: remedies.length === 0, executor };
    return { applied, ...(await train(subject, design, options)) };
  } catch (error) {
    if (!isNetwrightError(error)) throw error;
    const failed = {
      losses: [],
      score: Number.NEGATIVE_INFINITY,
      trainingScore: Number.NEGATIVE_INFINITY,
      steps: 0,
      seconds: 0,
    };
    return { applied, ...failed, outcome: 'refused', refusal: error.message };
  }
}

interface TrainOptions {
  readonly task: DiagnosisTask;
  readonly seed: number;
  readonly mostUpdates: number;
  readonly looksInside: boolean;
  readonly executor: Executor;
}

async function train(subject: Subject, design: Design, options: TrainOptions) {
  const { task, seed, mostUpdates, looksInside, executor } = options;
  const watch = stopwatch();
  const dataset = withTargetForm(subject.train, design);
  const earlyLosses: number[] = [];
  let last: StepStatistics | undefined;
  const { epochs, batchSize, steps: planned = epochs * Math.ceil(dataset.length / batchSize) } = design.recipe;
  const onStepEnd = ({ loss }: { readonly loss: number }) => {
    if (earlyLosses.length < earlySteps) earlyLosses.push(loss);
  };
  const onStatistics = (step: StepStatistics) => {
    last = step;
  };
  // The first step and the last one.
  const look = statistics({ every: Math.max(1, Math.min(planned, mostUpdates) - 1), onStatistics });
  const handlers: Handler[] = [watch.handler, { onStepEnd }, ...(looksInside ? [look] : [])];
  const { network, history, steps, reason } = await trainNetwork(design.network, {
    executor,
    recipe: { ...shortenPlan(design.recipe, planned, mostUpdates), seed },
    loss: design.recipe.loss,
    train: dataset,
    handlers,
  });
  const seen = {
    last: last?.step === steps ? last : undefined,
    nonFinite: reason.kind === 'non-finite' ? reason.origin : undefined,
  };
  const end = looksInside ? await measureEnd({ ...design, network }, dataset, seen, executor) : undefined;
  const scoreOf = (part: Dataset) => scoreNetwork({ ...design, network }, task, part, executor);
  const trainingScore = await scoreOf(subject.train);
  const score = subject.validation === undefined ? trainingScore : await scoreOf(subject.validation);
  return {
    losses: history.map(({ loss }) => loss),
    score,
    trainingScore,
    steps,
    seconds: watch.seconds(),
    outcome: reason.kind,
    earlyLosses,
    ...(end && { end }),
  };
}
