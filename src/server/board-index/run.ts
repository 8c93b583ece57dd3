import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContentHash } from '../../core/index.ts';
import { type LayoutCategory, runFiles } from '../../records/index.ts';
import type { Problem, RunStatus, TagKind } from '../api.ts';
import type { ScalarColumn } from '../series/index.ts';
import { isJsonObject } from './json-object.ts';
import { describeMixedWriters } from './mixed-writers.ts';
import type { PayloadKind, Payloads, RunFile } from './run-file.ts';
import type { FoundRun } from './scan-folder.ts';

/** A run that says nothing of its end and was written to within this time is taken to go on. */
const aliveMs = 60_000;
const largestJson = 16 * 1024 * 1024;

/** How our own runs end, in the words of `result.json`. */
const failures = new Set(['not finite', 'data unreadable', 'engine failed']);

/** Where an entry of a tag stands. */
export interface PayloadPlace {
  readonly file: RunFile;
  readonly step: number;
  readonly wallTime: number;
  readonly offset: number;
}

/** Where the graph of a network stands. */
export type GraphPlace = Pick<PayloadPlace, 'file' | 'offset'>;

/** One run: what is known of its folder, and its event files. */
export class Run {
  readonly id: string;
  folder: string;
  /** By path, in the order of the names. */
  files = new Map<string, RunFile>();
  /** Files of our own that the folder has. */
  ownFiles: ReadonlySet<string> = new Set();
  recipe: Readonly<Record<string, unknown>> | undefined;
  /** Equal for recipes that differ in nothing but seed and name. */
  recipeHash: string | null = null;
  readonly #ownProblems = new Map<string, Problem>();
  readonly #readAt = new Map<string, number>();
  #result: Readonly<Record<string, unknown>> | undefined;
  #modifiedMs = 0;
  #tags: { readonly count: number; readonly names: Readonly<Record<TagKind, readonly string[]>> } | undefined;

  constructor({ id, folder }: FoundRun) {
    this.id = id;
    this.folder = folder;
  }

  /** Takes up which files there are. Returns whether something changed that the list of runs shows. */
  takeFound({ folder, ownFiles, eventFiles }: FoundRun): boolean {
    const isSame = [...ownFiles].join() === [...this.ownFiles].join();
    this.folder = folder;
    this.ownFiles = ownFiles;
    this.#modifiedMs = Math.max(this.#modifiedMs, ...eventFiles.map(({ modifiedMs }) => modifiedMs));
    const recipeChanged = this.#readAgain(runFiles.recipe, (recipe) => {
      this.recipe = recipe;
      this.recipeHash = recipe === undefined ? null : hashOfRecipe(recipe);
    });
    const resultChanged = this.#readAgain(runFiles.result, (result) => {
      this.#result = result;
    });
    return !isSame || recipeChanged || resultChanged;
  }

  get seed(): number | null {
    return typeof this.recipe?.seed === 'number' ? this.recipe.seed : null;
  }

  get status(): RunStatus {
    if (this.#result !== undefined) return failures.has(String(this.#result.reason)) ? 'failed' : 'finished';
    const said = this.#files().flatMap(({ hyperparameters }) => hyperparameters);
    const end = said.findLast((value) => value.kind === 'session-end');
    if (end?.status === 'success') return 'finished';
    if (end?.status === 'failure') return 'failed';
    const saysThatItRuns = this.recipe !== undefined || said.some(({ kind }) => kind === 'session-start');
    return saysThatItRuns && Date.now() - this.#modifiedMs < aliveMs ? 'running' : 'unknown';
  }

  get started(): number | null {
    return this.#extreme((file) => file.firstWallTime, Math.min);
  }

  get lastWallTime(): number | null {
    return this.#extreme((file) => file.lastWallTime, Math.max);
  }

  /** Of the file that was written to last. */
  get lastStep(): number | null {
    const last = this.lastWallTime;
    return this.#files().findLast(({ lastWallTime }) => lastWallTime === last)?.lastStep ?? null;
  }

  get hasGraph(): boolean {
    return this.ownFiles.has(runFiles.model) || this.graph !== undefined;
  }

  /** The last graph of a network in an event file. */
  get graph(): GraphPlace | undefined {
    const file = this.#files().findLast(({ graphOffset }) => graphOffset !== undefined);
    return file?.graphOffset === undefined ? undefined : { file, offset: file.graphOffset };
  }

  /** How its scalars belong together, as was written last. */
  get layout(): readonly LayoutCategory[] | undefined {
    return this.#files().findLast(({ layout }) => layout !== undefined)?.layout;
  }

  get hasLayout(): boolean {
    return this.layout !== undefined;
  }

  get problems(): readonly Problem[] {
    const files = this.#files();
    const mixed = describeMixedWriters(files);
    return [
      ...this.#ownProblems.values(),
      ...(mixed === undefined ? [] : [{ file: this.id, offset: null, message: mixed }]),
      ...files.flatMap(({ problems }) => problems),
    ];
  }

  /** Grows with every new tag. */
  get tagCount(): number {
    let count = 0;
    for (const file of this.files.values()) count += file.tagCount;
    return count;
  }

  /** Names of its tags by kind, sorted. */
  get tags(): Readonly<Record<TagKind, readonly string[]>> {
    const count = this.tagCount;
    if (this.#tags?.count !== count) {
      const names = {
        scalars: this.#sorted(({ scalarTags }) => scalarTags),
        histograms: this.#sorted(({ payloads }) => payloads.histograms.keys()),
        images: this.#sorted(({ payloads }) => payloads.images.keys()),
        text: this.#sorted(({ payloads }) => payloads.text.keys()),
      };
      this.#tags = { count, names };
    }
    return this.#tags.names;
  }

  /** Forgets which tags it has, since a file was read anew or went. */
  forgetTags(): void {
    this.#tags = undefined;
  }

  /** A scalar in each file, in order; empty where there is no such tag. */
  scalars(tag: string): ScalarColumn[] {
    return this.#files().flatMap((file) => file.scalars(tag) ?? []);
  }

  /** Names of the scalars, in the order in which they were first written. */
  get scalarTagsAsWritten(): string[] {
    return [...new Set(this.#files().flatMap(({ scalarTags }) => [...scalarTags]))];
  }

  /** Where the entries of a tag stand, in the order of files. Undefined where there is no such tag. */
  payloads(kind: PayloadKind, tag: string): PayloadPlace[] | undefined {
    const lists = this.#files().flatMap((file): [RunFile, Payloads][] => {
      const list = file.payloads[kind].get(tag);
      return list === undefined ? [] : [[file, list]];
    });
    if (lists.length === 0) return undefined;
    return lists.flatMap(([file, { steps, wallTimes, offsets }]) =>
      offsets.map((offset, i) => ({ file, step: steps[i]!, wallTime: wallTimes[i]!, offset })),
    );
  }

  /** A file of ours as JSON; null where it is not there or cannot be read. */
  readJson(name: string): unknown {
    if (!this.ownFiles.has(name)) return null;
    try {
      const path = join(this.folder, name);
      return statSync(path).size > largestJson ? null : JSON.parse(readFileSync(path, 'utf8'));
    } catch {
      return null;
    }
  }

  #files(): RunFile[] {
    return [...this.files.values()];
  }

  #extreme(of: (file: RunFile) => number | undefined, choose: (...values: number[]) => number): number | null {
    const values = this.#files().flatMap((file) => of(file) ?? []);
    return values.length === 0 ? null : choose(...values);
  }

  #sorted(namesOf: (file: RunFile) => Iterable<string>): readonly string[] {
    return [...new Set(this.#files().flatMap((file) => [...namesOf(file)]))].sort();
  }

  /** Reads a file of ours where it changed since it was read; false where it did not. */
  #readAgain(name: string, take: (value: Readonly<Record<string, unknown>> | undefined) => void): boolean {
    const before = this.#readAt.get(name);
    if (!this.ownFiles.has(name)) {
      if (before === undefined) return false;
      this.#readAt.delete(name);
      take(undefined);
      return true;
    }
    let modifiedMs: number;
    try {
      modifiedMs = statSync(join(this.folder, name)).mtimeMs;
    } catch {
      return false;
    }
    if (before === modifiedMs) return false;
    this.#readAt.set(name, modifiedMs);
    if (Date.now() - modifiedMs < aliveMs) this.#modifiedMs = Math.max(this.#modifiedMs, modifiedMs);
    const value = this.readJson(name);
    if (isJsonObject(value)) this.#ownProblems.delete(name);
    else this.#ownProblems.set(name, { file: join(this.id, name), offset: null, message: 'is no JSON object' });
    take(isJsonObject(value) ? value : undefined);
    return true;
  }
}

function hashOfRecipe(recipe: Readonly<Record<string, unknown>>): string {
  const { seed: _seed, name: _name, ...rest } = recipe;
  return new ContentHash().text(JSON.stringify(rest)).digest();
}
