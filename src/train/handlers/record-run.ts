import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { isNetwrightError } from '../../core/index.ts';
import type { Network } from '../../nn/index.ts';
import {
  createRunFolder,
  cutCheckpoints,
  cutJsonLines,
  type DataDescription,
  encodeNetwork,
  JsonLines,
  type RunName,
  replaceFile,
  replaceJson,
  replaceJsonLines,
  runFiles,
} from '../../records/index.ts';
import type { EpochRecord } from '../epoch-record.ts';
import type { Handler, StopReason, TrainingState } from '../events.ts';
import type { RecipeInput } from '../recipe.ts';
import { type SaveCheckpointsOptions, saveCheckpoints } from './save-checkpoints.ts';

/** What a run folder is made of. */
export interface RecordRunOptions extends RunName {
  /** Folder of runs. */
  readonly parent: string;
  /** The recipe with everything resolved, so that it repeats the run. */
  readonly recipe: RecipeInput;
  /** What runs it: engine, threads, versions. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly data: DataDescription;
  /** How checkpoints are saved; left out, there are none. */
  readonly checkpoints?: Omit<SaveCheckpointsOptions, 'folder' | 'onWarning'> | undefined;
  /** Folder of a run to go on with, in place of a new one: its files lose what is later than the checkpoint. */
  readonly goOnIn?: string | undefined;
  /** Hears of files that could not be written while training goes on. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Between saves of the network while training goes on: a kill loses no more than that. */
const millisecondsBetweenSaves = 10_000;

/**
 * Records a training in a run folder. A new folder is made after the first step, so that a training that fails before
 * leaves nothing. Throws FileError where it cannot be written.
 */
export class RunRecorder implements Handler {
  readonly #options: RecordRunOptions;
  #folder: string | undefined;
  #savedAt = 0;
  #history: JsonLines | undefined;
  #steps: JsonLines | undefined;
  #checkpoints: Handler | undefined;

  constructor(options: RecordRunOptions) {
    this.#options = options;
  }

  /** The run's folder; undefined before the first step. */
  get folder(): string | undefined {
    return this.#folder;
  }

  async onTrainBegin(state: TrainingState): Promise<void> {
    const { goOnIn: folder, recipe } = this.#options;
    if (folder === undefined) return;
    const { step } = state;
    replaceJson(join(folder, runFiles.recipe), recipe);
    replaceJsonLines(join(folder, runFiles.history), state.step === 0 ? [] : state.checkpoint().history);
    cutJsonLines(join(folder, runFiles.steps), (line) => (line as { step: number }).step <= step);
    rmSync(join(folder, runFiles.result), { force: true });
    cutCheckpoints(join(folder, runFiles.checkpoints), step);
    this.#open(folder);
    await this.#checkpoints?.onTrainBegin?.(state);
  }

  onStepEnd(state: TrainingState): void {
    if (this.#folder === undefined) {
      const { parent, recipe, environment, ...name } = this.#options;
      const folder = createRunFolder(parent, name);
      this.#open(folder);
      replaceJson(join(folder, runFiles.recipe), recipe);
      replaceJson(join(folder, runFiles.environment), environment);
      this.saveNetwork(state.network());
    }
    this.#recordStep(state);
    this.#checkpoints?.onStepEnd?.(state);
  }

  async onEpochEnd(state: TrainingState, record: EpochRecord): Promise<void> {
    this.#history!.append(record);
    if (performance.now() - this.#savedAt > millisecondsBetweenSaves) this.saveNetwork(state.network());
    await this.#checkpoints?.onEpochEnd?.(state, record);
  }

  async onStop(state: TrainingState, reason: StopReason): Promise<void> {
    await this.#checkpoints?.onStop?.(state, reason);
    this.#history?.close();
    this.#steps?.close();
  }

  /** Saves the network and returns the file's path; undefined where no step was made. */
  saveNetwork(network: Network): string | undefined {
    if (this.#folder === undefined) return undefined;
    const path = join(this.#folder, runFiles.model);
    replaceFile(path, encodeNetwork(network, this.#options.data));
    this.#savedAt = performance.now();
    return path;
  }

  /** Saves how the run ended, if a step was made. */
  saveResult(result: unknown): void {
    if (this.#folder !== undefined) replaceJson(join(this.#folder, runFiles.result), result);
  }

  #open(folder: string): void {
    const { checkpoints, onWarning } = this.#options;
    this.#folder = folder;
    this.#history = new JsonLines(join(folder, runFiles.history));
    this.#steps = new JsonLines(join(folder, runFiles.steps));
    if (checkpoints === undefined) return;
    this.#checkpoints = saveCheckpoints({ ...checkpoints, onWarning, folder: join(folder, runFiles.checkpoints) });
  }

  /** A line for the step; where the disk takes no more, training goes on without. */
  #recordStep({ step, epoch, loss, learningRate, gradientNorm }: TrainingState): void {
    try {
      this.#steps?.append({ step, epoch: epoch + 1, loss, learningRate, gradientNorm });
    } catch (error) {
      if (!isNetwrightError(error)) throw error;
      this.#steps = undefined;
      this.#options.onWarning?.(`steps are no longer recorded: ${error.message}`);
    }
  }
}
