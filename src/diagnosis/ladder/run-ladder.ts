import type { Executor } from '../../runtime/index.ts';
import { type Subject, taskOf } from '../subject.ts';
import type { LadderContext, Rung, ShortTraining } from './experiment.ts';
import { experiments } from './experiments.ts';
import { designOf, trainBriefly } from './short-training.ts';

export interface LadderOptions {
  readonly executor: Executor;
  /** Updates of one training. Default 300. */
  readonly steps?: number;
  /** Under which each change is tried. Default 0 and 1. */
  readonly seeds?: readonly number[];
  /** Ends the ladder early; the report holds what is known so far. */
  readonly signal?: AbortSignal;
  /** Called before each experiment. */
  readonly onProgress?: (progress: LadderProgress) => void;
}

export interface LadderProgress {
  /** Name of the experiment that begins. */
  readonly experiment: string;
  /** Experiments done and in all. */
  readonly done: number;
  readonly total: number;
}

/** What the ladder showed: plain data. */
export interface LadderReport {
  /** In the article's order; fewer where it was ended early. */
  readonly rungs: readonly Rung[];
  readonly steps: number;
  readonly seeds: readonly number[];
  readonly seconds: number;
}

/**
 * Climbs the article's ladder of experiments (D1 to D8) on a subject. The same subject, seeds and engine give the same
 * results.
 */
export async function runLadder(
  subject: Subject,
  { executor, steps = 300, seeds = [0, 1], signal, onProgress }: LadderOptions,
): Promise<LadderReport> {
  const begin = performance.now();
  const rungs: Rung[] = [];
  let asIs: Promise<ShortTraining[]> | undefined;
  const context: LadderContext = {
    subject,
    task: taskOf(subject),
    executor,
    seeds,
    steps,
    signal,
    asIs: () => {
      asIs ??= trainAsIs(context);
      return asIs;
    },
  };
  for (const { name, rows, does, run } of experiments) {
    if (signal?.aborted) break;
    onProgress?.({ experiment: name, done: rungs.length, total: experiments.length });
    const result = await run(context);
    // A training that was cut short says nothing.
    if (signal?.aborted) break;
    const nothing = {
      outcome: 'not-applicable',
      quantity: '',
      value: undefined,
      says: 'nothing to change here',
    } as const;
    rungs.push({ name, rows, does, ...(result ?? nothing) });
  }
  return { rungs, steps, seeds, seconds: (performance.now() - begin) / 1000 };
}

async function trainAsIs(context: LadderContext): Promise<ShortTraining[]> {
  const trainings: ShortTraining[] = [];
  for (const seed of context.seeds) trainings.push(await trainBriefly(context, designOf(context, seed), seed));
  return trainings;
}
