import { existsSync, rmSync } from 'node:fs';
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
  removeTemporaries,
  replaceFile,
  replaceFileInPieces,
  replaceJson,
  replaceJsonLines,
  runFiles,
} from '../../records/index.ts';
import type { EpochRecord } from '../epoch-record.ts';
import type { Handler, StatisticsRequest, StopReason, TrainingState } from '../events.ts';
import type { RecipeInput } from '../recipe.ts';
import { EventLog, type LogEventsOptions } from './log-events.ts';
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
  /** What is logged as TensorBoard's event files; left out, nothing is. */
  readonly log?: Pick<LogEventsOptions, 'samples' | 'notes' | 'looks'> | undefined;
  /** Folder of a run to go on with, in place of a new one: its files lose what is later than the checkpoint. */
  readonly goOnIn?: string | undefined;
  /** Hears of files that could not be written while training goes on. */
  readonly onWarning?: ((message: string) => void) | undefined;
}

/** Something that a watching handler saw; further fields are kept as they are. */
export interface RecordedFinding {
  readonly step: number;
  /** In words. */
  readonly message: string;
}

/** Between saves of the network while training goes on: a kill loses no more than that. */
const millisecondsBetweenSaves = 10_000;

/**
 * Records a training in a run folder. A new folder is made after the first step, so that a training that fails before
 * leaves nothing; throws FileError where that cannot be. What cannot be written later costs a warning each.
 */
export class RunRecorder implements Handler {
  readonly #options: RecordRunOptions;
  #folder: string | undefined;
  #savedAt = 0;
  #history: JsonLines | undefined;
  #steps: JsonLines | undefined;
  #findings: JsonLines | undefined;
  /** Found and not written yet. */
  #found: RecordedFinding[] = [];
  /** The network being written. */
  #saving: Promise<void> | undefined;
  readonly #checkpoints: Handler | undefined;
  readonly #log: EventLog | undefined;

  constructor(options: RecordRunOptions) {
    this.#options = options;
    const { checkpoints, log, recipe, onWarning } = options;
    this.#log = log && new EventLog({ ...log, recipe, onWarning, folder: () => this.#folder });
    if (checkpoints === undefined) return;
    const folder = () => this.#folder && join(this.#folder, runFiles.checkpoints);
    this.#checkpoints = saveCheckpoints({ ...checkpoints, onWarning, folder });
  }

  /** What the log asks for. */
  get statistics(): StatisticsRequest | undefined {
    return this.#log?.statistics;
  }

  /** The run's folder; undefined before the first step. */
  get folder(): string | undefined {
    return this.#folder;
  }

  async onTrainBegin(state: TrainingState): Promise<void> {
    if (this.#options.goOnIn !== undefined) this.#goOn(this.#options.goOnIn, state);
    this.#log?.onTrainBegin(state);
    await this.#checkpoints?.onTrainBegin?.(state);
  }

  /** Drops what is later than the checkpoint that training goes on from. */
  #goOn(folder: string, state: TrainingState): void {
    const { step } = state;
    removeTemporaries(folder);
    replaceJson(join(folder, runFiles.recipe), this.#options.recipe);
    replaceJsonLines(join(folder, runFiles.history), step === 0 ? [] : state.checkpoint().history);
    for (const file of [runFiles.steps, runFiles.findings]) {
      cutJsonLines(join(folder, file), (line) => (line as { step: number }).step <= step);
    }
    rmSync(join(folder, runFiles.result), { force: true });
    cutCheckpoints(join(folder, runFiles.checkpoints), step);
    this.#open(folder);
    // Killed before it was whole, or removed since.
    if (!existsSync(join(folder, runFiles.model))) this.#saveMeanwhile(state);
  }

  onStepEnd(state: TrainingState): void {
    if (this.#folder === undefined) {
      const { parent, recipe, environment, ...name } = this.#options;
      const folder = createRunFolder(parent, name);
      this.#open(folder);
      // The recipe last: where it stands, the run can be resumed.
      replaceJson(join(folder, runFiles.environment), environment);
      replaceJson(join(folder, runFiles.recipe), recipe);
      this.#saveMeanwhile(state);
    }
    const { step, epoch, loss, learningRate, gradientNorm } = state;
    this.#steps = this.#append('steps', this.#steps, { step, epoch: epoch + 1, loss, learningRate, gradientNorm });
    this.#log?.onStepEnd(state);
    this.#writeFindings();
    this.#checkpoints?.onStepEnd?.(state);
  }

  async onEpochEnd(state: TrainingState, record: EpochRecord): Promise<void> {
    this.#history = this.#append('epochs', this.#history, record);
    if (performance.now() - this.#savedAt > millisecondsBetweenSaves) this.#saveMeanwhile(state);
    await this.#log?.onEpochEnd(state, record);
    this.#writeFindings();
    await this.#checkpoints?.onEpochEnd?.(state, record);
  }

  async onStop(state: TrainingState, reason: StopReason): Promise<void> {
    this.#writeFindings();
    this.#log?.onStop(state, reason);
    await this.#checkpoints?.onStop?.(state, reason);
    await this.#saving;
    this.#history?.close();
    this.#steps?.close();
    this.#findings?.close();
  }

  /** Keeps what a handler before this one saw in a file of its own and, as text, in the event file. */
  addFinding(finding: RecordedFinding): void {
    this.#found.push(finding);
  }

  /** At the end of the event in which they were found: before the first step's there is no folder. */
  #writeFindings(): void {
    if (this.#folder === undefined || this.#found.length === 0) return;
    for (const finding of this.#found) {
      this.#findings = this.#append('findings', this.#findings, finding);
      this.#log?.text('findings', finding.message, finding.step);
    }
    this.#found = [];
  }

  /** Saves the network and returns the file's path; undefined where no step was made. */
  saveNetwork(network: Network): string | undefined {
    if (this.#folder === undefined) return undefined;
    const path = join(this.#folder, runFiles.model);
    replaceFile(path, encodeNetwork(network, this.#options.data));
    return path;
  }

  /** Saves how the run ended, if a step was made. */
  saveResult(result: unknown): void {
    if (this.#folder !== undefined) replaceJson(join(this.#folder, runFiles.result), result);
  }

  #open(folder: string): void {
    this.#folder = folder;
    this.#history = new JsonLines(join(folder, runFiles.history));
    this.#steps = new JsonLines(join(folder, runFiles.steps));
    this.#findings = new JsonLines(join(folder, runFiles.findings));
  }

  /** Saves the network as it stands while training goes on. */
  #saveMeanwhile(state: TrainingState): void {
    if (this.#saving !== undefined) return;
    this.#savedAt = performance.now();
    const path = join(this.#folder!, runFiles.model);
    this.#saving = replaceFileInPieces(path, [encodeNetwork(state.network(), this.#options.data)])
      .catch((error: unknown) => this.#warn('the network was not saved', error))
      .finally(() => {
        this.#saving = undefined;
      });
  }

  /** A line more; where the disk takes no more, training goes on without, and there is no file any longer. */
  #append(what: string, lines: JsonLines | undefined, value: unknown): JsonLines | undefined {
    try {
      lines?.append(value);
      return lines;
    } catch (error) {
      lines?.close();
      this.#warn(`${what} are no longer recorded`, error);
      return undefined;
    }
  }

  #warn(what: string, error: unknown): void {
    if (!isNetwrightError(error)) throw error;
    this.#options.onWarning?.(`${what}: ${error.message}`);
  }
}
