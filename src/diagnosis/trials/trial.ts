import { isNetwrightError } from '../../core/index.ts';
import type { Dataset } from '../../data/index.ts';
import { findLoss } from '../../nn/index.ts';
import type { Executor } from '../../runtime/index.ts';
import { predict, type StopReason, fit as trainNetwork } from '../../train/index.ts';
import type { Design } from '../design.ts';
import { applyRemedies, type RemedyName } from '../remedies/index.ts';
import { scoreOutputs } from '../score.ts';
import { type Subject, taskOf } from '../subject.ts';
import { targetValues } from '../task.ts';
import { limitUpdates } from './limit-updates.ts';
import { inTargetUnits, withTargetForm } from './target-forms.ts';

/** One training to be made: plain data. */
export interface TrialRequest {
  readonly remedies: readonly RemedyName[];
  readonly seed: number;
  /** Training ends after so many updates where the recipe plans more. */
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
}

/** Trains a subject under some remedies and scores it. A pure function of its arguments. */
export async function runTrial(subject: Subject, request: TrialRequest, executor: Executor): Promise<TrialResult> {
  const { remedies, seed, mostUpdates = Number.POSITIVE_INFINITY } = request;
  const task = taskOf(subject);
  const base: Design = { ...subject.design, network: subject.reinitialize(seed) };
  const { design, applied } = applyRemedies(base, remedies, { task, train: subject.train, seed });
  try {
    return { applied, ...(await train(subject, design, { seed, mostUpdates, executor })) };
  } catch (error) {
    if (!isNetwrightError(error)) throw error;
    const failed = { losses: [], score: Number.NEGATIVE_INFINITY, trainingScore: Number.NEGATIVE_INFINITY, steps: 0, seconds: 0 };
    return { applied, ...failed, outcome: 'refused', refusal: error.message };
  }
}

async function train(
  subject: Subject,
  design: Design,
  { seed, mostUpdates, executor }: { seed: number; mostUpdates: number; executor: Executor },
) {
  const limit = limitUpdates(mostUpdates);
  const { network, history, steps, reason } = await trainNetwork(design.network, {
    executor,
    recipe: { ...design.recipe, seed },
    loss: design.recipe.loss,
    train: withTargetForm(subject.train, design),
    handlers: [limit.handler],
  });
  const task = taskOf(subject);
  const boundary = boundaryOf(subject, design);
  const scoreOf = async (dataset: Dataset) => {
    const outputs = await predict(network, dataset, { executor });
    return scoreOutputs(task, {
      outputs: inTargetUnits(outputs.data, design),
      width: outputs.data.length / dataset.length,
      targets: targetValues(dataset),
      boundary,
    });
  };
  const trainingScore = await scoreOf(subject.train);
  const score = subject.validation === undefined ? trainingScore : await scoreOf(subject.validation);
  return { losses: history.map(({ loss }) => loss), score, trainingScore, steps, seconds: limit.seconds(), outcome: reason.kind };
}

/** From which output on the answer is yes. */
function boundaryOf(subject: Subject, { recipe }: Design): number {
  const task = taskOf(subject);
  if (findLoss(recipe.loss).output === 'logits') return 0;
  return task.kind === 'yes-no' ? (task.values[0] + task.values[1]) / 2 : 0.5;
}
