import { join } from 'node:path';
import { constantLoss, TrainingWatch } from '../diagnosis/index.ts';
import { runFiles } from '../records/index.ts';
import type { Executor } from '../runtime/index.ts';
import type { LookSchedule, Recipe, RunRecorder } from '../train/index.ts';
import { quote } from './quote.ts';
import type { BuiltNetwork } from './subject.ts';
import type { TrainMessage, TrainRequest } from './train-messages.ts';
import type { TrainingData } from './training-data.ts';

/** Where findings go, and what the watch looks at. */
export interface WatchedTraining {
  readonly post: (message: TrainMessage) => void;
  readonly recorder: RunRecorder;
  readonly looks: LookSchedule;
  readonly constantLoss: number | undefined;
}

/** Watches a training, and ends it at the first finding where it was asked to. */
export class FaultWatch {
  readonly handler: TrainingWatch | undefined;
  readonly #controller = new AbortController();
  #fault: string | undefined;

  constructor(mode: TrainRequest['watch'], { post, recorder, looks, constantLoss: constant }: WatchedTraining) {
    if (mode === 'no') return;
    this.handler = new TrainingWatch({
      looks,
      constantLoss: constant,
      command: () => recorder.folder && `npx netwright diagnose ${quote(join(recorder.folder, runFiles.recipe))}`,
      onFinding: (finding) => {
        post({ kind: 'finding', message: finding.message });
        recorder.addFinding(finding);
        if (mode !== 'stop') return;
        this.#fault ??= finding.message;
        this.#controller.abort();
      },
    });
  }

  /** Asks for the end of training. */
  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** The finding that ended training. */
  get fault(): string | undefined {
    return this.#fault;
  }
}

/** Loss of the best constant answer, where the loss that is trained on is that alone and the data lie in memory. */
export async function comparableConstantLoss(
  { network, loss }: BuiltNetwork,
  recipe: Recipe,
  { train }: TrainingData,
  executor: Executor,
): Promise<number | undefined> {
  const isMore = network.regularization !== undefined || recipe.regularization !== undefined;
  if (isMore || recipe.classWeights !== undefined || train.readAhead !== undefined) return undefined;
  return constantLoss({ network, recipe: { ...recipe, loss } }, train, executor);
}
