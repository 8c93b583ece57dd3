import { relative } from 'node:path';
import { isNetwrightError } from '../../core/index.ts';
import {
  type EventBatch,
  type EventEntry,
  EventFileReader,
  type EventHyperParameters,
  type EventPlace,
  type EventValue,
  isRunLines,
  type LayoutCategory,
  RunLinesReader,
} from '../../records/index.ts';
import type { Problem } from '../api.ts';
import { ScalarColumn } from '../series/index.ts';
import type { FoundFile } from './scan-folder.ts';

/** What is found again in the file when it is asked for. */
export type PayloadKind = 'histograms' | 'images' | 'text';

const payloadKinds: Readonly<Record<string, PayloadKind>> = { histogram: 'histograms', images: 'images', text: 'text' };

/** Where the values of one tag stand in a file, in its order. Numbers alone, since there may be many. */
export class Payloads {
  readonly steps: number[] = [];
  readonly wallTimes: number[] = [];
  readonly offsets: number[] = [];
}

/** Places of a file that could not be read are told one by one up to this many. */
const mostFaults = 20;

/** One event file of a run, or one of our lines of JSON: scalars in columns, and where everything else stands. */
export class RunFile {
  readonly path: string;
  readonly identity: string;
  readonly reader: EventFileReader | RunLinesReader;
  readonly payloads: Readonly<Record<PayloadKind, Map<string, Payloads>>> = {
    histograms: new Map(),
    images: new Map(),
    text: new Map(),
  };
  readonly hyperparameters: EventHyperParameters[] = [];
  /** The last of TensorBoard's custom layouts; undefined where there is none. */
  layout: readonly LayoutCategory[] | undefined;
  /** Where the last graph of a network begins; undefined where there is none. */
  graphOffset: number | undefined;
  readonly problems: Problem[] = [];
  /** Grows with every tag that is new, under its kind, and with the first layout and graph. */
  tagCount = 0;
  firstWallTime: number | undefined;
  lastWallTime: number | undefined;
  /** Of what was written last by its time. */
  lastStep: number | undefined;
  /** Size of the file when it was read to its end, or could not be read. It is read again when that changes. */
  readSize: number | undefined;
  /** Scalars by the reader's number of their tag. */
  readonly #columns: (ScalarColumn | undefined)[] = [];
  readonly #numbers = new Map<string, number>();
  readonly #name: string;
  #startStep = Number.POSITIVE_INFINITY;
  #faults = 0;

  /** @param chunkBytes how much is read at a time */
  constructor(root: string, { path, identity }: FoundFile, chunkBytes: number) {
    this.path = path;
    this.identity = identity;
    this.reader = isRunLines(path) ? new RunLinesReader(path) : new EventFileReader(path, { chunkBytes });
    this.#name = relative(root, path).replaceAll('\\', '/');
  }

  /** Whether it says that it goes on a run from some step. */
  get isResumption(): boolean {
    return this.#startStep < Number.POSITIVE_INFINITY;
  }

  /** Names of the scalars, in the order in which they were first written. */
  get scalarTags(): Iterable<string> {
    return this.#numbers.keys();
  }

  scalars(tag: string): ScalarColumn | undefined {
    const number = this.#numbers.get(tag);
    return number === undefined ? undefined : this.#columns[number];
  }

  /** What stands in a place again that {@link payloads} names. Throws FileError where it is not there any more. */
  async readAt(offset: number): Promise<readonly EventEntry[]> {
    return this.reader instanceof EventFileReader ? this.reader.readAt(offset) : [];
  }

  /** Takes up what was read. */
  take({ scalars, entries, faults }: EventBatch): void {
    // First what says where the file begins: columns are told when they are made.
    for (const entry of entries) this.#takeEntry(entry);
    for (const entry of entries) {
      if (entry.kind === 'hyper-parameters') this.#tryDecoding(() => this.#takeHyperparameters(entry.decode()), entry);
      if (entry.kind === 'layout') this.#tryDecoding(() => this.#takeLayout(entry.decode()), entry);
    }
    const { tags, steps, wallTimes, values, length } = scalars;
    for (let row = 0; row < length; row++) {
      const number = tags[row]!;
      let column = this.#columns[number];
      if (column === undefined) {
        column = new ScalarColumn(this.#startStep);
        this.#columns[number] = column;
        this.#numbers.set(this.reader.tags[number]!.name, number);
        this.tagCount++;
      }
      column.append(steps[row]!, wallTimes[row]!, values[row]!);
      this.#seen(wallTimes[row]!, steps[row]!);
    }
    for (const { offset, problem } of faults) this.report(problem, offset);
  }

  report(message: string, offset: number | null = null): void {
    this.#faults++;
    if (this.#faults <= mostFaults) this.problems.push({ file: this.#name, offset, message });
    else {
      const more = `and ${this.#faults - mostFaults} more places`;
      this.problems[mostFaults] = { file: this.#name, offset: null, message: more };
    }
  }

  #takeEntry({ kind, tag, step, wallTime, offset }: EventPlace): void {
    if (kind === 'session' && step > 0) this.#startStep = Math.min(this.#startStep, step);
    this.#seen(wallTime, kind === 'session' ? undefined : step);
    // What Keras writes as a graph is its own description in JSON.
    if (kind === 'graph' && tag?.plugin !== 'graph_keras_model') {
      if (this.graphOffset === undefined) this.tagCount++;
      this.graphOffset = offset;
    }
    const payloadKind = payloadKinds[kind];
    if (payloadKind === undefined || tag === undefined) return;
    let list = this.payloads[payloadKind].get(tag.name);
    if (list === undefined) {
      list = new Payloads();
      this.payloads[payloadKind].set(tag.name, list);
      this.tagCount++;
    }
    list.steps.push(step);
    list.wallTimes.push(wallTime);
    list.offsets.push(offset);
  }

  #takeHyperparameters(value: { readonly kind: string }): void {
    if (value.kind === 'experiment' || value.kind === 'session-start' || value.kind === 'session-end') {
      this.hyperparameters.push(value as EventHyperParameters);
    }
  }

  #takeLayout(value: EventValue): void {
    if (value.kind !== 'layout') return;
    if (this.layout === undefined) this.tagCount++;
    this.layout = value.categories;
  }

  #tryDecoding(decode: () => void, { offset }: EventPlace): void {
    try {
      decode();
    } catch (error) {
      if (!isNetwrightError(error)) throw error;
      this.report(error.message, offset);
    }
  }

  #seen(wallTime: number, step: number | undefined): void {
    if (wallTime > 0 && !(this.firstWallTime !== undefined && this.firstWallTime <= wallTime)) {
      this.firstWallTime = wallTime;
    }
    if (this.lastWallTime !== undefined && this.lastWallTime > wallTime) return;
    this.lastWallTime = wallTime;
    if (step !== undefined) this.lastStep = step;
  }
}
