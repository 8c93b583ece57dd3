import { realpathSync } from 'node:fs';
import { isNetwrightError, UsageError } from '../../core/index.ts';
import { describeSystemError } from '../../data/index.ts';
import type { Deletion, IndexingProgress, Problem, RunChange, RunGrowth } from '../api.ts';
import { Run } from './run.ts';
import { RunFile } from './run-file.ts';
import { SettingsFile } from './run-settings.ts';
import { type FoundRun, type FoundRuns, scanFolder } from './scan-folder.ts';
import { TimeSlices } from './time-slices.ts';
import { Trash } from './trash.ts';

/** What changed since the last time that was told. */
export interface BoardChange {
  /** New version of the list of runs, where it changed. */
  readonly version?: number;
  readonly grown?: readonly RunGrowth[];
  /** Null where everything was read. */
  readonly indexing?: IndexingProgress | null;
}

export interface BoardIndexOptions {
  /** Hears of changes, gathered for a quarter of a second; the list of runs at most once a second. */
  readonly onChange?: (change: BoardChange) => void;
  /** So much of a file is read at a time; requests wait for it. Default half a MiB. */
  readonly chunkBytes?: number;
}

/** {@link BoardIndex.version} before anything is found. */
export const firstVersion = 1;

const defaultChunkBytes = 512 * 1024;
const growthMs = 250;
const listMs = 1000;

/**
 * The runs below a folder, with all their scalars in memory and the places of everything else. It is brought up to date by
 * {@link BoardIndex.refresh}, piece by piece, and answers between the pieces.
 */
export class BoardIndex {
  /** Real path of the folder. */
  readonly root: string;
  readonly runs = new Map<string, Run>();
  readonly settings: SettingsFile;
  /** Grows with every change of the list of runs. */
  version = firstVersion;
  /** Nothing is known before the folder was looked through. */
  indexing: IndexingProgress | null = { bytesRead: 0, bytesTotal: 0 };
  readonly #options: BoardIndexOptions;
  readonly #trash: Trash;
  #problems: readonly Problem[] = [];
  #refreshing: Promise<void> | undefined;
  /** Runs that were removed since the folder began to be looked through. */
  #removed: string[] = [];
  readonly #grown = new Set<Run>();
  #toldVersion = firstVersion;
  #toldListAt = 0;
  #toldIndexing: IndexingProgress | null = this.indexing;
  #timer: NodeJS.Timeout | undefined;
  #isClosed = false;

  /** Throws FileError where there is no such folder. */
  constructor(folder: string, options: BoardIndexOptions = {}) {
    try {
      this.root = realpathSync(folder);
    } catch (error) {
      throw describeSystemError(folder, error);
    }
    this.#options = options;
    this.settings = new SettingsFile(this.root);
    this.#trash = new Trash(this.root);
    this.#trash.empty();
  }

  get problems(): readonly Problem[] {
    const { problem } = this.settings;
    return problem === undefined ? this.#problems : [problem, ...this.#problems];
  }

  /** Reads what is new. Calls while one is under way wait for that one. */
  refresh(): Promise<void> {
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  /** Stops reading and telling. */
  async close(): Promise<void> {
    this.#isClosed = true;
    clearTimeout(this.#timer);
    await this.#refreshing?.catch(() => {});
  }

  /** Throws FileError where the file of names and notes cannot be written. */
  change(run: Run, change: RunChange): void {
    this.settings.change(run.id, change);
    this.#changeList(true);
  }

  /** Moves a run, with those below it, to the trash. Throws UsageError and FileError as the trash does. */
  remove(run: Run): Deletion {
    const deletion = this.#trash.remove(run.id);
    const runs = [...this.runs.keys()].filter((id) => id === run.id || id.startsWith(`${run.id}/`));
    for (const id of runs) this.runs.delete(id);
    this.#removed.push(run.id);
    this.#changeList(true);
    return { ...deletion, runs };
  }

  /** Brings back what was removed; undefined where it is gone for good. */
  async restore(undo: string): Promise<Run | undefined> {
    const id = this.#trash.restore(undo);
    if (id === undefined) return undefined;
    // One that is under way may have passed the folder already.
    await this.#refreshing;
    await this.refresh();
    return this.runs.get(id);
  }

  async #refresh(): Promise<void> {
    let found: FoundRuns;
    this.#removed = [];
    try {
      const { runs, problems } = await scanFolder(this.root);
      const isGone = ({ id }: FoundRun) =>
        this.#removed.some((removed) => id === removed || id.startsWith(`${removed}/`));
      found = { runs: runs.filter((run) => !isGone(run)), problems };
    } catch (error) {
      if (!isNetwrightError(error)) throw error;
      found = { runs: [], problems: [{ file: '.', offset: null, message: error.message }] };
    }
    if (JSON.stringify(found.problems) !== JSON.stringify(this.#problems)) {
      this.#problems = found.problems;
      this.#changeList();
    }
    const present = new Set(found.runs.map(({ id }) => id));
    for (const id of [...this.runs.keys()]) {
      if (present.has(id)) continue;
      this.runs.delete(id);
      this.#changeList();
    }
    let bytesTotal = 0;
    const waiting: [Run, RunFile, number][] = [];
    for (const folder of found.runs) {
      const run = this.#takeFound(folder);
      for (const { path, size } of folder.eventFiles) {
        const file = run.files.get(path)!;
        if (size === file.readSize) continue;
        waiting.push([run, file, size]);
        bytesTotal += size - file.reader.position;
      }
    }
    await this.#read(waiting, bytesTotal);
  }

  #takeFound(found: FoundRun): Run {
    let run = this.runs.get(found.id);
    if (run === undefined) {
      run = new Run(found);
      this.runs.set(found.id, run);
      this.#changeList();
    }
    if (run.takeFound(found)) this.#changeList();
    const files = new Map<string, RunFile>();
    for (const file of found.eventFiles) {
      const known = run.files.get(file.path);
      const goesOn = known?.identity === file.identity && file.size >= known.reader.position;
      files.set(
        file.path,
        goesOn ? known : new RunFile(this.root, file, this.#options.chunkBytes ?? defaultChunkBytes),
      );
    }
    const isSame = files.size === run.files.size && [...files].every(([path, file]) => run.files.get(path) === file);
    if (!isSame) {
      run.forgetTags();
      this.#changeList();
    }
    run.files = files;
    return run;
  }

  async #read(
    waiting: readonly (readonly [run: Run, file: RunFile, size: number])[],
    bytesTotal: number,
  ): Promise<void> {
    let bytesRead = 0;
    const slices = new TimeSlices();
    for (const [run, file, size] of waiting) {
      let at = file.reader.position;
      try {
        for await (const batch of file.reader.read()) {
          if (this.#isClosed) return;
          const [tags, problems] = [file.tagCount, run.problems.length];
          file.take(batch);
          bytesRead += batch.position - at;
          at = batch.position;
          this.indexing = { bytesRead: Math.min(bytesTotal, bytesRead), bytesTotal };
          this.#grown.add(run);
          if (file.tagCount !== tags || run.problems.length !== problems) this.#changeList();
          else this.#tellLater();
          await slices.next();
        }
        file.readSize = size;
      } catch (error) {
        if (!isNetwrightError(error)) throw error;
        file.report(error.message);
        file.readSize = size;
        this.#changeList();
      }
    }
    if (this.indexing !== null) {
      this.indexing = null;
      this.#tellNow();
    }
  }

  /** @param soon whether a user waits for it */
  #changeList(soon = false): void {
    this.version++;
    if (soon) this.#toldListAt = 0;
    this.#tellLater();
  }

  /** Without the usual wait: charts are waited for. */
  #tellNow(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#toldListAt = 0;
    this.#tell();
  }

  #tellLater(): void {
    if (this.#timer !== undefined || this.#isClosed) return;
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      this.#tell();
    }, growthMs);
    this.#timer.unref();
  }

  #tell(): void {
    const grown = [...this.#grown].filter((run) => this.runs.get(run.id) === run);
    this.#grown.clear();
    const tellsList = this.version !== this.#toldVersion && Date.now() - this.#toldListAt >= listMs;
    const tellsIndexing = this.indexing !== this.#toldIndexing;
    this.#options.onChange?.({
      ...(tellsList ? { version: this.version } : {}),
      ...(grown.length === 0 ? {} : { grown: grown.map(growthOf) }),
      ...(tellsIndexing ? { indexing: this.indexing } : {}),
    });
    this.#toldIndexing = this.indexing;
    if (tellsList) {
      this.#toldVersion = this.version;
      this.#toldListAt = Date.now();
    }
    if (this.version !== this.#toldVersion) this.#tellLater();
  }
}

function growthOf({ id, status, lastStep, lastWallTime }: Run): RunGrowth {
  return { id, status, lastStep, lastWallTime };
}

/** A run, as a request names it. Throws {@link NotFound}. */
export function runOf(index: BoardIndex, id: string): Run {
  const run = index.runs.get(id);
  if (run === undefined) throw new NotFound(`there is no run '${id}'`);
  return run;
}

/** What a request names is not there. */
export class NotFound extends UsageError {}
