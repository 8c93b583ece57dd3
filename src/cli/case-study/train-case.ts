import { join } from 'node:path';
import {
  type CaseCurves,
  type CaseDataSet,
  type CaseRunName,
  caseRunNames,
  caseRuns,
  compressTime,
  constantLossOf,
  type LossCurve,
  type SeededCase,
  writeSamples,
} from '../../case-study/index.ts';
import { FileError, TrainingError } from '../../core/index.ts';
import { findRuns, makeFolder, readRun, replaceJson } from '../../records/index.ts';
import { type TrainEnd, trainInThread } from '../train-in-thread.ts';
import { phases } from '../train-messages.ts';

/** The trainings of some seeds, as they are to be made. */
export interface CaseRequest {
  readonly folder: string;
  readonly dataSet: CaseDataSet;
  readonly seeds: readonly number[];
  /** What times in steps are divided by. */
  readonly compression: number;
  /** Trainings at a time. */
  readonly jobs: number;
}

/** A training that was made. */
export interface MadeRun {
  readonly seed: number;
  readonly name: CaseRunName;
  readonly end: TrainEnd;
}

/** The folder of a seed, in that of a case study. */
export const seedFolder = (folder: string, seed: number): string => join(folder, `seed-${seed}`);

/** The recipe of a run, in the folder of its seed. */
export const recipeFile = (folder: string, name: CaseRunName): string => join(folder, 'recipes', `${name}.json`);

/**
 * Writes data and recipes of every seed, trains them side by side on one engine thread each, and reads their curves from
 * their event files.
 *
 * @throws FileError, TrainingError where it was interrupted, and what trainings throw
 */
export async function trainCases(
  { folder, dataSet, seeds, compression, jobs }: CaseRequest,
  phase: SharedArrayBuffer,
  onMade: (run: MadeRun, left: number) => void,
): Promise<SeededCase[]> {
  const constants = new Map<number, number>();
  for (const seed of seeds) {
    const own = seedFolder(folder, seed);
    constants.set(seed, constantLossOf(writeSamples(join(own, 'data'), dataSet, seed)));
    makeFolder(own, join(own, 'recipes'));
    for (const name of caseRunNames) {
      replaceJson(recipeFile(own, name), { ...compressTime(caseRuns[name].recipe, compression), seed });
    }
  }
  const queue = new RunQueue(seeds);
  const made: MadeRun[] = [];
  const isStopping = () => Atomics.load(new Int32Array(phase), 0) === phases.stopping;
  const work = async () => {
    for (;;) {
      const next = isStopping() ? undefined : await queue.take();
      if (next === undefined) return;
      try {
        const end = await train(seedFolder(folder, next.seed), next.name, phase);
        made.push({ ...next, end });
        onMade({ ...next, end }, seeds.length * caseRunNames.length - made.length);
      } catch (error) {
        Atomics.store(new Int32Array(phase), 0, phases.stopping);
        throw error;
      } finally {
        queue.finish(next);
      }
    }
  };
  const workers = await Promise.allSettled(Array.from({ length: jobs }, work));
  for (const worker of workers) if (worker.status === 'rejected') throw worker.reason;
  if (isStopping()) {
    throw new TrainingError('the case study was interrupted', { advice: `What was trained lies in ${folder}` });
  }
  return Promise.all(
    seeds.map(async (seed) => {
      const own = made.filter((run) => run.seed === seed);
      const curves = Object.fromEntries(
        await Promise.all(own.map(async ({ name, end }) => [name, await curveOf(end)])),
      ) as CaseCurves;
      return {
        seed,
        curves,
        constantLoss: constants.get(seed)!,
        seconds: own.reduce((sum, { end }) => sum + end.outcome.seconds, 0),
      };
    }),
  );
}

function train(folder: string, name: CaseRunName, phase: SharedArrayBuffer): Promise<TrainEnd> {
  return trainInThread(
    {
      model: recipeFile(folder, name),
      data: undefined,
      recipe: {},
      weights: undefined,
      reinitialize: false,
      device: undefined,
      engine: undefined,
      threads: 1,
      runs: folder,
      name: caseRuns[name].name,
      resume: undefined,
      checkpoints: undefined,
      log: true,
      watch: 'warn',
    },
    phase,
  );
}

async function curveOf({ outcome }: TrainEnd): Promise<LossCurve> {
  const [place] = findRuns([outcome.run!]);
  const losses = (await readRun(place!)).scalars.get('loss/train')?.values;
  if (losses === undefined) throw new FileError(outcome.run!, 'its event files hold no curve loss/train');
  return { losses, validation: outcome.validation?.loss };
}

interface QueuedRun {
  readonly seed: number;
  readonly name: CaseRunName;
}

/** Runs in the order of the story, but those that go on with a network wait for the run that makes it. */
class RunQueue {
  readonly #waiting: QueuedRun[];
  readonly #finished = new Set<string>();
  #wake: Array<() => void> = [];

  constructor(seeds: readonly number[]) {
    // C8 first, so that what waits for it never waits last.
    const names = [...caseRunNames].sort((a, b) => Number(b === 'c8') - Number(a === 'c8'));
    this.#waiting = seeds.flatMap((seed) => names.map((name) => ({ seed, name })));
  }

  /** The next run that can be made; `undefined` when there are no more. */
  async take(): Promise<QueuedRun | undefined> {
    while (this.#waiting.length > 0) {
      const index = this.#waiting.findIndex(({ seed, name }) => {
        const run = caseRuns[name];
        return !('after' in run) || this.#finished.has(`${seed}/${run.after}`);
      });
      if (index >= 0) return this.#waiting.splice(index, 1)[0];
      await new Promise<void>((resolve) => this.#wake.push(resolve));
    }
    return undefined;
  }

  finish({ seed, name }: QueuedRun): void {
    this.#finished.add(`${seed}/${name}`);
    for (const wake of this.#wake.splice(0)) wake();
  }
}
