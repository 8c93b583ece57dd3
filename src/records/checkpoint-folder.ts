import { readdirSync, rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/** A checkpoint by its file's name. */
export interface CheckpointName {
  readonly file: string;
  /** Whole epochs. */
  readonly epoch: number;
  readonly step: number;
  /** The loss at the end of its epoch, where it is kept for that: the validation loss, or else the training loss. */
  readonly loss: number | undefined;
}

/**
 * The name of a checkpoint's file, `epoch=3-step=1200.safetensors`; of one that is kept for its loss
 * `epoch=3-step=1200-loss=0.25.safetensors`. Names say all that is needed to choose, so that there is no index to lose.
 */
export function checkpointFile(epoch: number, step: number, loss?: number): string {
  return `epoch=${epoch}-step=${step}${loss === undefined ? '' : `-loss=${loss}`}.safetensors`;
}

/** The checkpoints in a folder, the latest first; none where there is no such folder. */
export function listCheckpoints(folder: string): CheckpointName[] {
  return filesIn(folder)
    .flatMap((file) => {
      const match = /^epoch=(\d+)-step=(\d+)(?:-loss=([\d.e+-]+))?\.safetensors$/.exec(file);
      if (match === null) return [];
      const [, epoch, step, loss] = match;
      return [{ file, epoch: Number(epoch), step: Number(step), loss: loss === undefined ? undefined : Number(loss) }];
    })
    .sort((a, b) => b.step - a.step || b.epoch - a.epoch);
}

/** Those of the lowest losses, the best first; of equal ones the earlier. */
export function bestCheckpoints(checkpoints: readonly CheckpointName[], count: number): CheckpointName[] {
  return checkpoints
    .filter(({ loss }) => loss !== undefined)
    .sort((a, b) => a.loss! - b.loss! || a.step - b.step)
    .slice(0, count);
}

/** Removes all but the latest two, so that there is another one should the last be damaged, and the `keepBest` best. */
export async function pruneCheckpoints(folder: string, keepBest: number): Promise<void> {
  const checkpoints = listCheckpoints(folder);
  const kept = new Set([...checkpoints.slice(0, 2), ...bestCheckpoints(checkpoints, keepBest)]);
  for (const checkpoint of checkpoints) {
    // A file that cannot be removed does no harm but for the room that it takes.
    if (!kept.has(checkpoint)) await rm(join(folder, checkpoint.file), { force: true }).catch(() => {});
  }
}

/** Removes checkpoints of later steps than `step`, and what a kill left half-written. */
export function cutCheckpoints(folder: string, step: number): void {
  removeTemporaries(folder);
  for (const checkpoint of listCheckpoints(folder)) if (checkpoint.step > step) remove(folder, checkpoint.file);
}

/** Removes files that a kill left half-written. */
export function removeTemporaries(folder: string): void {
  for (const file of filesIn(folder)) if (file.endsWith('.tmp')) remove(folder, file);
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** A file that cannot be removed does no harm but for the room that it takes. */
function remove(folder: string, file: string): void {
  try {
    rmSync(join(folder, file), { force: true });
  } catch {}
}
