import type { EpochRecord, Handler, TrainingState } from '../train/index.ts';
import { phases, type TrainMessage, type TrainProgress } from './train-messages.ts';

/** Ends training after the step that runs when the main thread asks for it through shared memory. */
export class InterruptWatch implements Handler {
  readonly #phase: Int32Array;
  readonly #controller = new AbortController();

  constructor(phase: SharedArrayBuffer) {
    this.#phase = new Int32Array(phase);
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** Whether the main thread has asked for an end. */
  get isRequested(): boolean {
    return Atomics.load(this.#phase, 0) === phases.stopping;
  }

  onTrainBegin(): void {
    Atomics.compareExchange(this.#phase, 0, phases.preparing, phases.training);
  }

  onStepEnd(): void {
    if (this.isRequested) this.#controller.abort();
  }
}

const millisecondsBetweenMessages = 100;

/** Tells the main thread how training goes: after every epoch, and after steps ten times a second at most. */
export class ProgressReporter implements Handler {
  /** From the start of the process to the end of the first step. */
  secondsToFirstStep: number | undefined;
  readonly #post: (message: TrainMessage) => void;
  readonly #processStart: number;
  #startedAt = 0;
  #firstStep = 0;
  #postedAt = 0;

  /** @param processStart `performance.timeOrigin` of the process */
  constructor(post: (message: TrainMessage) => void, processStart: number) {
    this.#post = post;
    this.#processStart = processStart;
  }

  onTrainBegin({ step }: TrainingState): void {
    this.#firstStep = step;
    this.#startedAt = performance.now();
  }

  onStepEnd(state: TrainingState): void {
    const now = performance.now();
    this.secondsToFirstStep ??= (performance.timeOrigin + now - this.#processStart) / 1000;
    if (now - this.#postedAt < millisecondsBetweenMessages) return;
    this.#postedAt = now;
    this.#post({ kind: 'progress', progress: this.#progress(state, now) });
  }

  onEpochEnd(state: TrainingState, record: EpochRecord): void {
    this.#post({ kind: 'epoch', record, progress: this.#progress(state, performance.now()) });
  }

  #progress(state: TrainingState, now: number): TrainProgress {
    const secondsPerStep = (now - this.#startedAt) / 1000 / Math.max(1, state.step - this.#firstStep);
    return {
      epoch: state.epoch + 1,
      epochs: state.totalEpochs,
      step: state.step,
      steps: state.totalSteps,
      loss: state.epochLoss,
      learningRate: state.learningRate,
      samplesPerSecond: state.samplesPerSecond,
      secondsLeft: secondsPerStep * (state.totalSteps - state.step),
    };
  }
}
