import {
  type EpochRecord,
  type Handler,
  type HandlerMemory,
  type LookSchedule,
  layerNorms,
  type StatisticsRequest,
  type StepStatistics,
  type StopReason,
  type TrainingState,
} from '../../train/index.ts';
import { type Finding, toFinding } from './finding.ts';
import { type NamedSighting, Watch } from './watch.ts';
import type { LayerView } from './watcher.ts';

/** What {@link TrainingWatch} watches with, and who hears of it. */
export interface TrainingWatchOptions {
  /** Hears each finding once. */
  readonly onFinding: (finding: Finding, state: TrainingState) => void;
  /** The command that would confirm a finding, where there is one. */
  readonly command?: (() => string | undefined) | undefined;
  /** Which steps are looked into: share the one of the event log. Left out, layers are not watched. */
  readonly looks?: LookSchedule | undefined;
  /** Loss of the best constant answer, where training's loss compares with it. */
  readonly constantLoss?: number | undefined;
}

/**
 * Watches a training for what the rules know, and tells each kind of trouble once. It changes nothing: the parameters
 * that training arrives at are the same, bit by bit. What it saw is kept in checkpoints, so that nothing is told again.
 *
 * @example
 * const watch = new TrainingWatch({ onFinding: ({ message }) => show(message), looks: new LookSchedule() });
 * await fit(network, { ...options, handlers: [watch] });
 */
export class TrainingWatch implements Handler {
  readonly name = 'watch';
  readonly statistics: StatisticsRequest | undefined;
  readonly #options: TrainingWatchOptions;
  #watch: Watch | undefined;
  #memory: Readonly<Record<string, number>> | undefined;
  #look: StepStatistics | undefined;

  constructor(options: TrainingWatchOptions) {
    this.#options = options;
    const { looks } = options;
    this.statistics = looks && {
      every: (state) => looks.isDue(state),
      onStatistics: (statistics) => {
        this.#look = statistics;
      },
    };
  }

  onTrainBegin({ totalSteps, recipe, samples }: TrainingState): void {
    const { constantLoss } = this.#options;
    const batchSize = Math.min(recipe.batchSize, samples);
    this.#watch = new Watch({ steps: totalSteps, batchSize, constantLoss });
    if (this.#memory !== undefined) this.#watch.restore(this.#memory);
  }

  onStepEnd(state: TrainingState): void {
    const { step, loss, gradientNorm, learningRate, learningRateFactor } = state;
    const watch = this.#watch!;
    this.#tell(watch.step({ step, loss, gradientNorm, learningRate: learningRate / learningRateFactor }), state);
    if (this.#look === undefined) return;
    this.#tell(watch.look(step, layerViews(this.#look)), state);
    this.#look = undefined;
    this.#options.looks?.count();
  }

  onEpochEnd(state: TrainingState, { step, loss, validation }: EpochRecord): void {
    this.#tell(this.#watch!.epoch({ step, loss, validationLoss: validation?.loss }), state);
  }

  onStop(state: TrainingState, reason: StopReason): void {
    if (reason.kind === 'non-finite') this.#tell(this.#watch!.notFinite(reason.step, reason.origin), state);
  }

  save(): HandlerMemory {
    return { numbers: this.#watch?.save() ?? {} };
  }

  restore({ numbers }: HandlerMemory): void {
    this.#memory = numbers;
  }

  #tell(seen: readonly NamedSighting[], state: TrainingState): void {
    const { onFinding, command } = this.#options;
    for (const { watcher, sighting } of seen) onFinding(toFinding(watcher, sighting, command?.()), state);
  }
}

function layerViews({ layers }: StepStatistics): LayerView[] {
  return layers.map((layer, index) => ({
    name: layer.name,
    isOutput: index === layers.length - 1,
    deadUnits: layer.deadUnits,
    saturated: layer.saturated,
    ...layerNorms(layer),
  }));
}
