import { join } from 'node:path';
import type { Network } from '../../nn/index.ts';
import {
  appendJsonLine,
  createRunFolder,
  type DataDescription,
  encodeNetwork,
  type RunName,
  replaceFile,
  replaceJson,
  runFiles,
} from '../../records/index.ts';
import type { EpochRecord, Handler, TrainingState } from '../events.ts';
import type { RecipeInput } from '../recipe.ts';

/** What a run folder is made of. */
export interface RecordRunOptions extends RunName {
  /** Folder of runs. */
  readonly parent: string;
  /** The recipe with everything resolved, so that it repeats the run. */
  readonly recipe: RecipeInput;
  /** What runs it: engine, threads, versions. */
  readonly environment: Readonly<Record<string, unknown>>;
  readonly data: DataDescription;
}

/** Between saves of the network while training goes on: a kill loses no more than that. */
const millisecondsBetweenSaves = 10_000;

/**
 * Records a training in a run folder. The folder is made after the first step, so that a training that fails before
 * leaves nothing. Throws FileError where it cannot be written.
 */
export class RunRecorder implements Handler {
  readonly #options: RecordRunOptions;
  #folder: string | undefined;
  #savedAt = 0;

  constructor(options: RecordRunOptions) {
    this.#options = options;
  }

  /** The run's folder; undefined before the first step. */
  get folder(): string | undefined {
    return this.#folder;
  }

  onStepEnd(state: TrainingState): void {
    if (this.#folder !== undefined) return;
    const { parent, recipe, environment, ...name } = this.#options;
    this.#folder = createRunFolder(parent, name);
    replaceJson(join(this.#folder, runFiles.recipe), recipe);
    replaceJson(join(this.#folder, runFiles.environment), environment);
    this.saveNetwork(state.network());
  }

  onEpochEnd(state: TrainingState, record: EpochRecord): void {
    appendJsonLine(join(this.#folder!, runFiles.history), record);
    if (performance.now() - this.#savedAt > millisecondsBetweenSaves) this.saveNetwork(state.network());
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
}
