import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { PbfWriter } from 'pbf';
import { UsageError } from '../../core/index.ts';
import { guardWrite, makeFolder } from '../files.ts';
import { encodeHyperParameters } from './encode-hyper-parameters.ts';
import { encodeLayout } from './encode-layout.ts';
import {
  dataClasses,
  type ScalarGroup,
  scalarGroup,
  scalarGroupRows,
  type ValueMetadata,
  writeHistogramTensor,
  writeImagesTensor,
  writeMetadata,
  writeNothingTensor,
  writeScalarSummary,
  writeStringTensor,
} from './encode-value.ts';
import type { EventImages, Experiment, HyperParameterValue, LayoutCategory, SessionStatus } from './event-value.ts';
import { nextEventFileName } from './file-name.ts';
import { footerBytes, headerBytes, sealRecord } from './record-frame.ts';

/** Options of {@link EventFileWriter}. */
export interface EventFileWriterOptions {
  /**
   * First step of this file in a run that goes on: readers drop points of earlier files at this step and behind it.
   * Undefined for a run that begins.
   */
  readonly startStep?: number | undefined;
  /** Events wait no longer than this before they are in the file. Default 1000. */
  readonly flushMilliseconds?: number | undefined;
}

/** What says how a tag is shown; only what the first value of a tag says counts. */
export interface TagDescription {
  /** Markdown. */
  readonly description?: string | undefined;
  readonly displayName?: string | undefined;
}

const flushBytes = 128 * 1024;
/** Time and step of an event take no more. */
const placeBytes = 20;

const plugins = {
  scalar: { plugin: 'scalars', dataClass: dataClasses.scalar },
  histogram: { plugin: 'histograms', dataClass: dataClasses.tensor },
  images: { plugin: 'images', dataClass: dataClasses.blobs },
  text: { plugin: 'text', dataClass: dataClasses.tensor },
  layout: { plugin: 'custom_scalars', dataClass: undefined },
} as const;

/** Writers whose last events have to reach their files before the process, or the thread, ends. */
const openWriters = new Set<EventFileWriter>();

function flushAll(): void {
  for (const writer of openWriters) {
    try {
      writer.close();
    } catch {
      // Nobody is left to hear of it.
    }
  }
}

/**
 * Writes a TensorBoard event file: appends whole events in single writes, at the latest after a second, when it is closed,
 * and when the process ends; what is written is never changed. Numbers that are not finite are written as they are.
 * Scalars are kept as float32, which is all that TensorBoard reads.
 *
 * Steps are whole numbers; times are seconds since 1970, by default now. All methods throw FileError where the system
 * refuses to write.
 *
 * @example
 * const writer = new EventFileWriter('runs/first');
 * writer.scalar('loss/train', 0.7, 1);
 * writer.close();
 */
export class EventFileWriter {
  readonly path: string;
  readonly #flushMilliseconds: number;
  readonly #buffer = new PbfWriter(new Uint8Array(flushBytes + 4096));
  readonly #knownTags = new Set<string>();
  /** By the tag of a scalar, what its events after the first hold behind time and step. */
  readonly #summaries = new Map<string, Uint8Array>();
  /** The same by the tags of scalars that are written together. */
  readonly #groups = new Map<readonly string[], ScalarGroup>();
  /**
   * Of which group rows wait to be made events: among the steps of a training, which take all caches, making each event at
   * once takes several times as long as making many in a row.
   */
  #waiting: ScalarGroup | undefined;
  #waitingRows = 0;
  #file: number | undefined;
  /** Why nothing is written any more. */
  #failure: unknown;
  #timer: NodeJS.Timeout | undefined;
  #flushedAt = 0;

  /** Makes the folder where it is not there, and a new file in it. Throws FileError where that cannot be. */
  constructor(folder: string, { startStep, flushMilliseconds = 1000 }: EventFileWriterOptions = {}) {
    makeFolder(folder, folder);
    let path = '';
    guardWrite(folder, () => {
      path = join(folder, nextEventFileName(folder));
      this.#file = openSync(path, 'ax');
    });
    this.path = path;
    this.#flushMilliseconds = flushMilliseconds;
    if (openWriters.size === 0) process.once('exit', flushAll);
    openWriters.add(this);
    this.#event(undefined, 0, (event) => {
      event.writeStringField(3, 'brain.Event:2');
      event.writeMessage(10, (_, source) => source.writeStringField(1, 'netwright'), undefined);
    });
    if (startStep !== undefined) {
      this.#event(undefined, startStep, (event) => {
        event.writeMessage(7, (_, session) => session.writeVarintField(1, 1), undefined);
      });
    }
    this.flush();
  }

  /** A number at a step. */
  scalar(tag: string, value: number, step: number, wallTime?: number): void {
    const summary = this.#summaries.get(tag);
    if (summary === undefined) {
      this.#event(wallTime, step, (event) => writeScalarSummary(tag, value, plugins.scalar, event));
      const later = new PbfWriter();
      writeScalarSummary(tag, value, undefined, later);
      this.#summaries.set(tag, later.finish());
      return;
    }
    const time = Date.now();
    this.#writeWaiting();
    const begin = this.#begin(wallTime ?? time / 1000, step, summary.length);
    const buffer = this.#buffer;
    buffer.buf.set(summary, buffer.pos);
    buffer.pos += summary.length;
    // The number is the last part of the summary.
    buffer.dataView.setFloat32(buffer.pos - 4, value, true);
    this.#end(begin, time);
  }

  /**
   * Numbers of one step in one event, which takes less time and room than an event for each.
   *
   * @param tags the same list each time: what can be made ready for it is
   */
  scalars(tags: readonly string[], values: ArrayLike<number>, step: number, wallTime?: number): void {
    if (tags.length !== values.length) {
      throw new UsageError(`${values.length} numbers for ${tags.length} tags, expected one each`);
    }
    const group = this.#groups.get(tags);
    if (group === undefined) {
      for (let i = 0; i < tags.length; i++) this.scalar(tags[i]!, values[i]!, step, wallTime);
      this.#groups.set(tags, scalarGroup(tags));
      return;
    }
    this.#check(step);
    const time = Date.now();
    if (this.#waiting !== group) this.#writeWaiting();
    this.#waiting = group;
    const { rows } = group;
    const row = (2 + values.length) * this.#waitingRows++;
    rows[row] = wallTime ?? time / 1000;
    rows[row + 1] = step;
    for (let i = 0; i < values.length; i++) rows[row + 2 + i] = values[i]!;
    if (time - this.#flushedAt >= this.#flushMilliseconds) this.flush();
    else if (this.#waitingRows === scalarGroupRows) this.#writeWaiting();
    else if (this.#timer === undefined) this.#flushLater();
  }

  /** A histogram: three numbers a bucket, left end, right end and count; buckets in order. */
  histogram(tag: string, buckets: Float64Array, step: number, wallTime?: number, description?: TagDescription): void {
    if (buckets.length % 3 !== 0) {
      throw new UsageError(`histogram '${tag}' has ${buckets.length} numbers, expected three a bucket`);
    }
    this.#tensor(tag, { ...plugins.histogram, ...description }, step, wallTime, (tensor) =>
      writeHistogramTensor({ buckets }, tensor),
    );
  }

  /** Encoded pictures of one size: PNG as a rule; see `encodeValueImage`. */
  image(
    tag: string,
    images: Omit<EventImages, 'kind'>,
    step: number,
    wallTime?: number,
    description?: TagDescription,
  ): void {
    this.#tensor(tag, { ...plugins.images, ...description }, step, wallTime, (tensor) =>
      writeImagesTensor(images, tensor),
    );
  }

  /** A text in Markdown, or a table of texts in row order by its shape. */
  text(
    tag: string,
    text: string | { readonly texts: readonly string[]; readonly shape: readonly number[] },
    step: number,
    wallTime?: number,
    description?: TagDescription,
  ): void {
    const { texts, shape } = typeof text === 'string' ? { texts: [text], shape: [] } : text;
    this.#tensor(tag, { ...plugins.text, ...description }, step, wallTime, (tensor) =>
      writeStringTensor({ strings: texts, shape }, tensor),
    );
  }

  /**
   * The hyper-parameters of this run, once at its begin. Nothing more is needed for TensorBoard's table of them, which then
   * shows every scalar as a metric.
   */
  hyperparameters(
    values: ReadonlyMap<string, HyperParameterValue> | Readonly<Record<string, HyperParameterValue>>,
    { groupName, startTime = now() }: { readonly groupName?: string | undefined; readonly startTime?: number } = {},
  ): void {
    const map = values instanceof Map ? values : new Map(Object.entries(values));
    const content = encodeHyperParameters({ kind: 'session-start', values: map, groupName, startTime });
    this.#hyperParameterData('_hparams_/session_start_info', content);
  }

  /** How the run ended. */
  endSession(status: SessionStatus, endTime = now()): void {
    const content = encodeHyperParameters({ kind: 'session-end', status, endTime });
    this.#hyperParameterData('_hparams_/session_end_info', content);
  }

  /** Which hyper-parameters and metrics the table shows; for the folder above all runs, once. */
  experiment(experiment: Experiment): void {
    const content = encodeHyperParameters({ kind: 'experiment', ...experiment });
    this.#hyperParameterData('_hparams_/experiment', content);
  }

  /** Charts of several scalars on TensorBoard's page of custom scalars. */
  layout(categories: readonly LayoutCategory[]): void {
    const strings = [encodeLayout(categories)];
    this.#tensor('custom_scalars__config__', plugins.layout, 0, undefined, (tensor) =>
      writeStringTensor({ strings, shape: [] }, tensor),
    );
  }

  /** A serialized TensorFlow GraphDef, passed through. */
  graph(bytes: Uint8Array): void {
    this.#event(undefined, 0, (event) => event.writeBytesField(4, bytes));
  }

  /** Writes what waits into the file; nothing follows a write that failed. */
  flush(): void {
    if (this.#file === undefined) return;
    this.#writeWaiting();
    if (this.#timer !== undefined) clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#flushedAt = Date.now();
    const buffer = this.#buffer;
    const file = this.#file;
    const { pos: end } = buffer;
    buffer.pos = 0;
    try {
      guardWrite(this.path, () => {
        for (let begin = 0; begin < end; ) begin += writeSync(file, buffer.buf, begin, end - begin);
      });
    } catch (error) {
      // The file may end with a part of a record: nothing may follow that.
      this.#failure = error;
      this.#release();
      throw error;
    }
  }

  /** Writes what waits and closes the file; a second call does nothing. */
  close(): void {
    if (this.#file === undefined) return;
    this.flush();
    this.#release();
  }

  #release(): void {
    openWriters.delete(this);
    if (openWriters.size === 0) process.removeListener('exit', flushAll);
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }

  #hyperParameterData(tag: string, content: Uint8Array): void {
    const metadata = { plugin: 'hparams', dataClass: dataClasses.tensor, content };
    this.#knownTags.delete(tag);
    this.#tensor(tag, metadata, 0, undefined, writeNothingTensor);
  }

  #tensor(
    tag: string,
    metadata: ValueMetadata,
    step: number,
    wallTime: number | undefined,
    writeBody: (tensor: PbfWriter) => void,
  ): void {
    const isKnown = this.#knownTags.has(tag);
    this.#knownTags.add(tag);
    const writeValue = (_: undefined, message: PbfWriter) => {
      message.writeStringField(1, tag);
      message.writeMessage(8, (_none, tensor) => writeBody(tensor), undefined);
      if (!isKnown) writeMetadata(metadata, message);
    };
    this.#event(wallTime, step, (event) => {
      event.writeMessage(5, (_, summary) => summary.writeMessage(1, writeValue, undefined), undefined);
    });
  }

  /** Appends an event to what waits. */
  #event(wallTime: number | undefined, step: number, write: (event: PbfWriter) => void): void {
    const time = Date.now();
    this.#writeWaiting();
    const begin = this.#begin(wallTime ?? time / 1000, step, 0);
    write(this.#buffer);
    this.#end(begin, time);
  }

  #check(step: number): void {
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#file === undefined) throw new UsageError(`${this.path} is closed: nothing can be written to it any more`);
    if (!Number.isSafeInteger(step)) throw new UsageError(`step ${step} of an event: expected a whole number`);
  }

  /** Makes events of the rows that wait. */
  #writeWaiting(): void {
    const count = this.#waitingRows;
    if (this.#waiting === undefined || count === 0) return;
    const { summary, places, rows } = this.#waiting;
    const buffer = this.#buffer;
    const columns = 2 + places.length;
    this.#waitingRows = 0;
    for (let row = 0; row < count * columns; row += columns) {
      const begin = this.#begin(rows[row]!, rows[row + 1]!, summary.length);
      buffer.buf.set(summary, buffer.pos);
      for (let i = 0; i < places.length; i++)
        buffer.dataView.setFloat32(buffer.pos + places[i]!, rows[row + 2 + i]!, true);
      buffer.pos += summary.length;
      this.#end(begin, this.#flushedAt);
    }
  }

  /** Makes room for an event of so many bytes behind time and step, and writes those; returns where its record begins. */
  #begin(wallTime: number, step: number, bytes: number): number {
    this.#check(step);
    const buffer = this.#buffer;
    const begin = buffer.pos;
    buffer.realloc(headerBytes + placeBytes + bytes);
    buffer.pos += headerBytes;
    buffer.writeDoubleField(1, wallTime);
    if (step !== 0) buffer.writeVarintField(2, step);
    return begin;
  }

  /** Seals the record that begins there. */
  #end(begin: number, time: number): void {
    const buffer = this.#buffer;
    buffer.realloc(footerBytes);
    sealRecord(buffer.buf, buffer.dataView, begin, buffer.pos);
    buffer.pos += footerBytes;
    if (buffer.pos >= flushBytes || time - this.#flushedAt >= this.#flushMilliseconds) this.flush();
    else if (this.#timer === undefined) this.#flushLater();
  }

  /** For events that no other follows. */
  #flushLater(): void {
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      try {
        this.flush();
      } catch {
        // The next event throws it, where somebody hears of it.
      }
    }, this.#flushMilliseconds);
    this.#timer.unref();
  }
}

const now = (): number => Date.now() / 1000;
