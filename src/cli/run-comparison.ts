import { Worker } from 'node:worker_threads';
import {
  type Comparison,
  chooseVariation,
  type SeededTrial,
  summarizeComparison,
  type Variation,
} from '../compare/index.ts';
import type {
  CompareMessage,
  CompareRequest,
  CompareTask,
  CompareWorkerData,
  ReadyMessage,
  TrialMessage,
} from './compare-messages.ts';
import { formatDuration } from './format.ts';
import { listenForInterrupts } from './interrupts.ts';
import { formatScores } from './scores.ts';
import type { Screen } from './screen.ts';
import { toError } from './train-in-thread.ts';
import { phases } from './train-messages.ts';

/** A comparison as far as it came. */
export interface ComparisonResult {
  readonly variation: Variation;
  readonly subject: ReadyMessage;
  readonly seeds: readonly number[];
  readonly comparison: Comparison;
  /** Trainings that Ctrl-C left undone. */
  readonly missing: number;
}

/**
 * Trains every variant under every seed in worker threads of one engine thread each, and shows each result as it comes. Ctrl-C
 * ends the trainings after the step that runs; what was trained by then is kept and summed up.
 *
 * @param jobs trainings at a time
 * @throws what a worker threw: a NetwrightError, or a bug
 */
export async function runComparison(
  request: CompareRequest,
  { seeds: seedCount, jobs }: { readonly seeds: number; readonly jobs: number },
  screen: Screen,
): Promise<ComparisonResult> {
  const variation = chooseVariation(request.vary);
  const total = variation.values.length * seedCount;
  const phase = new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT);
  const stopListening = listenForInterrupts(phase, screen, {
    before: 'interrupted before training began',
    first: 'finishing the steps that run; press Ctrl-C again to end at once, without the table',
  });
  const crew = new Crew(variation, seedCount, phase, screen);
  try {
    await crew.work(request, Math.min(jobs, total));
  } finally {
    stopListening();
    screen.progress(undefined);
  }
  const { trials, subject } = crew;
  const made = [...trials.values()].reduce((sum, group) => sum + group.length, 0);
  return {
    variation,
    subject: subject!,
    seeds: Array.from({ length: seedCount }, (_, index) => subject!.firstSeed + index),
    comparison: summarizeComparison(trials),
    missing: total - made,
  };
}

/** The workers of one comparison, and what they have made so far. */
class Crew {
  /** By variant, in order; each by seed. */
  readonly trials: ReadonlyMap<string, SeededTrial[]>;
  subject: ReadyMessage | undefined;
  readonly #variation: Variation;
  readonly #seedCount: number;
  readonly #phase: SharedArrayBuffer;
  readonly #screen: Screen;
  readonly #queue: Array<Extract<CompareTask, { kind: 'trial' }>> = [];
  readonly #total: number;
  #failure: unknown;
  #made = 0;
  /** Seconds of the trainings that were not found among the results. */
  #seconds = 0;
  #trained = 0;
  #workers = 0;

  constructor(variation: Variation, seedCount: number, phase: SharedArrayBuffer, screen: Screen) {
    this.#variation = variation;
    this.#seedCount = seedCount;
    this.#phase = phase;
    this.#screen = screen;
    this.#total = variation.values.length * seedCount;
    this.trials = new Map(variation.values.map((value) => [value, []]));
  }

  /** Ends when every worker has ended by itself. Throws what the first of them threw. */
  async work(request: CompareRequest, workers: number): Promise<void> {
    this.#workers = workers;
    const workerData: CompareWorkerData = { request, phase: this.#phase };
    await Promise.all(Array.from({ length: workers }, () => this.#hire(workerData)));
    for (const group of this.trials.values()) group.sort((a, b) => a.seed - b.seed);
    if (this.#failure !== undefined) throw this.#failure;
  }

  #hire(workerData: CompareWorkerData): Promise<void> {
    // The compiled name: the worker's file is not imported, so that nothing rewrites its extension.
    const worker = new Worker(new URL('./compare-worker.js', import.meta.url), { workerData });
    return new Promise((resolve) => {
      worker.on('message', (message: CompareMessage) => {
        const next = this.#hear(message);
        if (next !== undefined) worker.postMessage(next);
      });
      worker.on('error', (error) => this.#fail(error));
      worker.on('exit', () => resolve());
    });
  }

  /** Takes what a worker tells, and says what it is to do next. */
  #hear(message: CompareMessage): CompareTask | undefined {
    if (message.kind === 'failure') {
      this.#fail(toError(message));
      return undefined;
    }
    if (message.kind === 'ready') this.#begin(message);
    if (message.kind === 'trial') this.#add(message);
    return (this.#isStopping ? undefined : this.#queue.shift()) ?? { kind: 'end' };
  }

  get #isStopping(): boolean {
    return Atomics.load(new Int32Array(this.#phase), 0) === phases.stopping;
  }

  #fail(error: unknown): void {
    this.#failure ??= error;
    // The other workers end after their step.
    Atomics.store(new Int32Array(this.#phase), 0, phases.stopping);
  }

  /** All variants of a seed come before those of the next one, so that a comparison that is broken off has pairs. */
  #begin(ready: ReadyMessage): void {
    if (this.subject !== undefined) return;
    this.subject = ready;
    Atomics.compareExchange(new Int32Array(this.#phase), 0, phases.preparing, phases.training);
    const { values, name, summary } = this.#variation;
    const screen = this.#screen;
    screen.print(`engine      ${ready.engine}, ${this.#workers} at a time`);
    screen.print(`data        ${ready.data.source}: ${ready.data.inputs}; ${ready.data.target}`);
    screen.print(`recipe      ${ready.plan}, ${ready.samples} training samples`);
    screen.print(`compares    ${name}: ${summary}`);
    screen.print(`            ${values.length} variants under ${this.#seedCount} seeds each\n`);
    for (let index = 0; index < this.#seedCount; index++) {
      for (const variant of values) this.#queue.push({ kind: 'trial', variant, seed: ready.firstSeed + index });
    }
  }

  #add({ variant, seed, trial, isKept }: TrialMessage): void {
    this.trials.get(variant)!.push({ ...trial, seed });
    this.#made++;
    if (!isKept) {
      this.#seconds += trial.seconds;
      this.#trained++;
    }
    const scores = trial.reason === 'completed' ? formatScores(trial.validation) : 'not finite';
    const time = isKept ? 'kept from before' : formatDuration(trial.seconds);
    this.#screen.print(`${variant}, seed ${seed}: ${scores} (${time})`);
    if (this.#trained === 0) return;
    const left = ((this.#total - this.#made) * this.#seconds) / this.#trained / this.#workers;
    this.#screen.progress(`${this.#made} of ${this.#total}, ${formatDuration(left)} left`);
  }
}
