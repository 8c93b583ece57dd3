import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../../core/index.ts';
import {
  bestCheckpoints,
  checkpointFile,
  cutCheckpoints,
  listCheckpoints,
  pruneCheckpoints,
  writeCheckpointFile,
} from '../../records/index.ts';
import { encodeCheckpoint } from '../checkpoint-state.ts';
import type { EpochRecord } from '../epoch-record.ts';
import type { Handler, StopReason } from '../events.ts';
import type { TrainingCheckpoint } from '../training-checkpoint.ts';

/** Options of {@link saveCheckpoints}. */
export interface SaveCheckpointsOptions {
  /**
   * Folder of the checkpoints; it is made where it does not exist. A function is asked when training begins, where it may
   * not know yet, and from the first checkpoint on.
   */
  readonly folder: string | (() => string | undefined);
  /** Steps from one checkpoint to the next within an epoch. Default: by time alone. */
  readonly everySteps?: number | undefined;
  /** Seconds from one checkpoint to the next within an epoch. Default 30. */
  readonly everySeconds?: number | undefined;
  /** How many epochs of the lowest validation loss (training loss where nothing validates) are kept. Default 1. */
  readonly keepBest?: number | undefined;
  /** Versions of the program, by name, to stand in the files. */
  readonly versions?: Readonly<Record<string, string>> | undefined;
  /** Hears that a checkpoint could not be written; training goes on. By default nothing hears it. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/**
 * Saves checkpoints: after the first step, at each epoch's end, every so many seconds or steps between, and at the end.
 * Training stops only for copying, into memory that is kept for that; the file is written beside it. What is due while a
 * file is still being written waits; a best epoch is copied at once, and training waits where two are still being written.
 * Give it as the last handler, so that the others have had their say.
 *
 * @throws UsageError for numbers out of range, and as training begins where the folder holds another training
 */
export function saveCheckpoints(options: SaveCheckpointsOptions): Handler {
  const { folder, everySteps, everySeconds = 30, keepBest = 1, versions = {}, onWarning = () => {} } = options;
  checkInteger('everySteps', everySteps ?? 1, 1);
  checkInteger('keepBest', keepBest, 0);
  if (!(everySeconds > 0))
    throw new UsageError(`saveCheckpoints: everySeconds is ${everySeconds}, expected more than 0`);

  /** Ends when all files are written that have been taken. */
  let written: Promise<void> = Promise.resolve();
  let waiting = 0;
  /** Memory for the next copies. */
  const spent: TrainingCheckpoint[] = [];
  let isDue = true;
  let savedAt = 0;
  /** What the last checkpoint was of. */
  let saved = '';
  let warned = '';
  const losses: number[] = [];
  const folderNow = () => (typeof folder === 'function' ? folder() : folder);

  function save(checkpoint: TrainingCheckpoint, loss?: number): void {
    isDue = false;
    savedAt = performance.now();
    saved = momentOf(checkpoint);
    waiting++;
    written = written.then(async () => {
      await write(checkpoint, loss);
      waiting--;
      spent.push(checkpoint);
    });
  }

  async function write(checkpoint: TrainingCheckpoint, loss: number | undefined): Promise<void> {
    const { history, step } = checkpoint;
    const parent = folderNow()!;
    const path = join(parent, checkpointFile(history.length, step, loss));
    try {
      mkdirSync(parent, { recursive: true });
      await writeCheckpointFile(path, encodeCheckpoint(checkpoint, versions));
      await pruneCheckpoints(parent, keepBest);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // The same again at every epoch would be noise; what fails later in another way is news.
      const kind = message.replaceAll(path, '');
      if (kind !== warned) onWarning(`no checkpoint was saved: ${message}`);
      warned = kind;
    }
  }

  return {
    onTrainBegin(state) {
      // Now, so that the first checkpoint need not look at all data and find its memory in the midst of training.
      spent.push(state.checkpoint());
      savedAt = performance.now();
      const parent = folderNow();
      if (parent === undefined) return;
      const found = listCheckpoints(parent);
      if (state.step === 0 && found.length > 0) {
        throw new UsageError(`${parent} holds checkpoints of another training`, {
          advice: 'Resume that one, or give another folder',
        });
      }
      cutCheckpoints(parent, state.step);
      const kept = bestCheckpoints(found, keepBest).filter(({ step }) => step <= state.step);
      losses.push(...kept.map(({ loss }) => loss!));
    },
    onStepEnd(state) {
      if (everySteps !== undefined && state.step % everySteps === 0) isDue = true;
      if (performance.now() - savedAt > 1000 * everySeconds) isDue = true;
      if (isDue && waiting === 0) save(state.checkpoint(spent.pop()));
    },
    async onEpochEnd(state, record) {
      const loss = lossOf(record);
      losses.push(loss ?? Number.POSITIVE_INFINITY);
      losses.sort((a, b) => a - b).splice(keepBest);
      const isBest = loss !== undefined && losses.includes(loss);
      isDue = true;
      if (isBest && waiting > 1) await written;
      if (isBest || waiting === 0) save(state.checkpoint(spent.pop()), isBest ? loss : undefined);
    },
    async onStop(state, reason: StopReason) {
      await written;
      // At a loss that is not finite, going on would only come there again.
      if (reason.kind === 'non-finite') return;
      const checkpoint = state.checkpoint(spent.pop());
      if (saved !== momentOf(checkpoint)) save(checkpoint);
      await written;
    },
  };
}

const momentOf = ({ history, step, stopped }: TrainingCheckpoint): string =>
  `${history.length} ${step} ${stopped !== undefined}`;

function lossOf({ validation, loss }: EpochRecord): number | undefined {
  const value = validation?.loss ?? loss;
  return Number.isFinite(value) ? value : undefined;
}

function checkInteger(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new UsageError(`saveCheckpoints: ${name} is ${value}, expected an integer of at least ${least}`);
}
