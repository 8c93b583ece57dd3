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
import type { Handler, StopReason, TrainingState } from '../events.ts';

/** Options of {@link saveCheckpoints}. */
export interface SaveCheckpointsOptions {
  /** Folder of the checkpoints; it is made where it does not exist. */
  readonly folder: string;
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
 * Training stops only for copying; the file is written beside it. What is due while a file is still being written waits,
 * but for a best epoch, which training waits for. Give it as the last handler, so that the others have had their say.
 *
 * @throws UsageError for numbers out of range, and as training begins where the folder holds another training
 */
export function saveCheckpoints(options: SaveCheckpointsOptions): Handler {
  const { folder, everySteps, everySeconds = 30, keepBest = 1, versions = {}, onWarning = () => {} } = options;
  checkInteger('everySteps', everySteps ?? 1, 1);
  checkInteger('keepBest', keepBest, 0);
  if (!(everySeconds > 0))
    throw new UsageError(`saveCheckpoints: everySeconds is ${everySeconds}, expected more than 0`);

  let pending: Promise<void> | undefined;
  let isDue = true;
  let savedAt = 0;
  /** What the last checkpoint was of. */
  let saved = '';
  let warned = '';
  const losses: number[] = [];

  function save(state: TrainingState, loss?: number): void {
    const checkpoint = state.checkpoint();
    const { history, step } = checkpoint;
    isDue = false;
    savedAt = performance.now();
    saved = `${history.length} ${step} ${checkpoint.stopped !== undefined}`;
    const path = join(folder, checkpointFile(history.length, step, loss));
    pending = write(path, encodeCheckpoint(checkpoint, versions)).finally(() => {
      pending = undefined;
    });
  }

  async function write(path: string, contents: ReturnType<typeof encodeCheckpoint>): Promise<void> {
    try {
      mkdirSync(folder, { recursive: true });
      await writeCheckpointFile(path, contents);
      pruneCheckpoints(folder, keepBest);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      // The same again at every epoch would be noise; what fails later in another way is news.
      const kind = message.replaceAll(/[\d.]+/g, '');
      if (kind !== warned) onWarning(`no checkpoint was saved: ${message}`);
      warned = kind;
    }
  }

  return {
    onTrainBegin(state) {
      savedAt = performance.now();
      const found = listCheckpoints(folder);
      if (state.step === 0 && found.length > 0) {
        throw new UsageError(`${folder} holds checkpoints of another training`, {
          advice: 'Resume that one, or give another folder',
        });
      }
      cutCheckpoints(folder, state.step);
      const kept = bestCheckpoints(found, keepBest).filter(({ step }) => step <= state.step);
      losses.push(...kept.map(({ loss }) => loss!));
    },
    onStepEnd(state) {
      if (everySteps !== undefined && state.step % everySteps === 0) isDue = true;
      if (performance.now() - savedAt > 1000 * everySeconds) isDue = true;
      if (isDue && pending === undefined) save(state);
    },
    async onEpochEnd(state, record) {
      const loss = lossOf(record);
      losses.push(loss ?? Number.POSITIVE_INFINITY);
      losses.sort((a, b) => a - b).splice(keepBest);
      const isBest = loss !== undefined && losses.includes(loss);
      isDue = true;
      if (isBest) await pending;
      if (pending === undefined) save(state, isBest ? loss : undefined);
    },
    async onStop(state, reason: StopReason) {
      await pending;
      // At a loss that is not finite, going on would only come there again.
      if (reason.kind === 'non-finite') return;
      const { history, step, stopped } = state.checkpoint();
      if (saved !== `${history.length} ${step} ${stopped !== undefined}`) save(state);
      await pending;
    },
  };
}

function lossOf({ validation, loss }: EpochRecord): number | undefined {
  const value = validation?.loss ?? loss;
  return Number.isFinite(value) ? value : undefined;
}

function checkInteger(name: string, value: number, least: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new UsageError(`saveCheckpoints: ${name} is ${value}, expected an integer of at least ${least}`);
}
