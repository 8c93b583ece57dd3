import { join } from 'node:path';
import { FileError, type Tensor } from '../core/index.ts';
import { listCheckpoints, readJsonLines, runFiles } from '../records/index.ts';
import { openExecutor } from '../runtime/index.ts';
import {
  fit as fitNetwork,
  type Handler,
  type OpenedCheckpoint,
  openCheckpoint,
  type TrainingState,
} from '../train/index.ts';
import { chooseThreads } from './choose-threads.ts';
import { present } from './present.ts';
import { chooseRunThreads, engineOf, findRun, openRun } from './resume-run.ts';
import { buildNetwork } from './subject.ts';
import { openTrainingData } from './training-data.ts';

/** What `netwright verify-resume` was asked for. */
export interface VerifyRequest {
  readonly run: string;
  readonly runs: string;
  readonly data: string | undefined;
  readonly steps: number;
  readonly threads: number | undefined;
}

/** What came of it. */
export interface Verification {
  readonly run: string;
  /** The checkpoint's file. */
  readonly checkpoint: string;
  /** Steps made before the checkpoint. */
  readonly from: number;
  /** Steps made again and compared. */
  readonly steps: number;
  /** A later checkpoint whose tensors were compared as well. */
  readonly compared?: string;
  readonly equal: boolean;
  /** The first thing that differs. */
  readonly difference?: {
    readonly step: number;
    readonly what: string;
    readonly recorded: number | string;
    readonly now: number | string;
  };
  readonly engine: string;
}

type RecordedStep = Readonly<Record<'step' | 'loss' | 'learningRate' | 'gradientNorm', number | string>>;

/**
 * Trains some recorded steps of a run again, from a checkpoint before them, and compares loss, learning rate and norm of
 * the gradients bit by bit; and all tensors where a later checkpoint lies on the way. Changes nothing in the run.
 *
 * @throws UsageError, FileError where no checkpoint has recorded steps behind it, DataError
 */
export async function verifyRun({ run, runs, data, steps, threads }: VerifyRequest): Promise<Verification> {
  const place = findRun(run, runs);
  const recorded = new Map(
    (readJsonLines(join(place.folder, runFiles.steps)) as RecordedStep[]).map((line) => [Number(line.step), line]),
  );
  const last = Math.max(0, ...recorded.keys());
  const candidates = place.checkpoints.filter(({ step }) => step < last);
  if (candidates.length === 0) {
    throw new FileError(place.folder, `no step is recorded behind ${place.checkpoints.length} checkpoints`, {
      advice: 'Train with --checkpoint-every, so that a checkpoint lies before the last steps',
    });
  }
  // The latest that leaves steps enough, otherwise the earliest.
  const chosen = candidates.find(({ step }) => step <= last - steps) ?? candidates.at(-1)!;
  const resumed = await openRun({ folder: place.folder, checkpoints: [chosen] }, {});
  const checkpoint = resumed.checkpoint!;
  const { subject } = resumed;
  const parts = await openTrainingData(data ?? subject.data, subject.recipe, subject.imported);
  const { network, loss } = buildNetwork(subject, parts.train);
  const executor = await openExecutor(
    present({
      engine: engineOf(resumed),
      threads: chooseRunThreads({ threads }, resumed) ?? chooseThreads(network, subject.recipe.batchSize),
    }),
  );
  const end = Math.min(last, checkpoint.step + steps);
  const comparison = new Comparison(recorded, end, await laterCheckpoint(place.folder, checkpoint.step, end));
  const { train, validation } = parts;
  await fitNetwork(network, {
    executor,
    recipe: subject.recipe,
    loss,
    train,
    validation,
    resume: checkpoint,
    handlers: [comparison],
  });
  const { difference, compared } = comparison;
  return {
    run: place.folder,
    checkpoint: chosen.file,
    from: checkpoint.step,
    steps: comparison.steps,
    ...present({ compared, difference }),
    equal: difference === undefined,
    engine: executor.description,
  };
}

/** The latest readable checkpoint behind one step, up to another. */
async function laterCheckpoint(folder: string, from: number, to: number): Promise<OpenedCheckpoint | undefined> {
  for (const { file, step } of listCheckpoints(join(folder, runFiles.checkpoints))) {
    if (step <= from || step > to) continue;
    try {
      return await openCheckpoint(join(folder, runFiles.checkpoints, file));
    } catch {}
  }
  return undefined;
}

/** Compares each step with what was recorded, and stops at the first difference or the last step. */
class Comparison implements Handler {
  steps = 0;
  difference: Verification['difference'];
  compared: string | undefined;
  readonly #recorded: ReadonlyMap<number, RecordedStep>;
  readonly #end: number;
  readonly #later: OpenedCheckpoint | undefined;

  constructor(recorded: ReadonlyMap<number, RecordedStep>, end: number, later: OpenedCheckpoint | undefined) {
    this.#recorded = recorded;
    this.#end = end;
    this.#later = later;
  }

  onStepEnd(state: TrainingState): void {
    const { step } = state;
    this.steps++;
    const line = this.#recorded.get(step);
    for (const what of ['loss', 'learningRate', 'gradientNorm'] as const) {
      // Numbers that are not finite stand as texts.
      if (String(line?.[what]) === String(state[what])) continue;
      this.difference ??= { step, what, recorded: line?.[what] ?? 'nothing', now: state[what] };
    }
    if (step === this.#later?.step && this.difference === undefined) this.#compareTensors(state, this.#later);
    if (this.difference !== undefined || step >= this.#end) state.stop('compared');
  }

  #compareTensors(state: TrainingState, { tensors, path }: OpenedCheckpoint): void {
    this.compared = path;
    for (const [name, now] of state.checkpoint().tensors) {
      const index = firstDifference(tensors.get(name), now);
      if (index === undefined) continue;
      const recorded = tensors.get(name)?.data[index];
      this.difference = {
        step: state.step,
        what: `${name}[${index}]`,
        recorded: Number(recorded),
        now: Number(now.data[index]),
      };
      return;
    }
  }
}

function firstDifference(a: Tensor | undefined, b: Tensor): number | undefined {
  for (let index = 0; index < b.data.length; index++) if (!Object.is(a?.data[index], b.data[index])) return index;
  return undefined;
}
