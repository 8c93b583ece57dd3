import type { readSync } from 'node:fs';
import type { Worker } from 'node:worker_threads';
import { elementCount, viewBytes } from '../core/index.ts';
import { type CopySamples, copySamplesOf } from './copy-samples.ts';
import { type RowPlace, readRows } from './read-rows.ts';
import { describeSystemError } from './readers/system-error.ts';
import { endsEarly, rowPlace, type StoredArray } from './stored-array.ts';

/** Batches that are read while an earlier one is used. */
const batchesAhead = 4;

/** Reads the batches of a dataset ahead of their use, in another thread. */
export interface ReadAhead {
  /** Waits until the next batch has been read; until the next call `gather` of the same samples copies from it. */
  next(): Promise<void>;
  /** Ends the thread. */
  close(): Promise<void>;
}

interface ReaderField {
  readonly path: string;
  readonly place: RowPlace;
  /** Position in the buffer of a batch. */
  readonly start: number;
}

interface ReadRequest {
  readonly slot: number;
  readonly rows: Uint32Array;
}

interface ReadReply {
  /** The first field that could not be read, and the sample, or what the operating system said. */
  readonly failure?: {
    readonly field: number;
    readonly sample: number;
    readonly code: string;
    readonly message: string;
  };
}

/**
 * The thread: opens the files once, reads what it is asked for, answers in order. It runs from its text, so that it works from
 * source, from the package and from any bundle, with no file of its own to be found.
 */
function readerThread(read: typeof readRows): void {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const fs = process.getBuiltinModule('node:fs');
  const { fields, slots } = workerData as { fields: readonly ReaderField[]; slots: readonly SharedArrayBuffer[] };
  const files = new Map<number, number>();
  parentPort!.on('message', ({ slot, rows }: ReadRequest) => {
    let reply: ReadReply = {};
    for (let i = 0; i < fields.length; i++) {
      const { path, place, start } = fields[i]!;
      try {
        if (!files.has(i)) files.set(i, fs.openSync(path, 'r'));
        const sample = read(
          fs.readSync as typeof readSync,
          files.get(i)!,
          place,
          rows,
          new Uint8Array(slots[slot]!, start),
        );
        if (sample < 0) continue;
        reply = { failure: { field: i, sample, code: '', message: '' } };
      } catch (error) {
        const { code = '', message } = error as NodeJS.ErrnoException;
        reply = { failure: { field: i, sample: -1, code, message } };
      }
      break;
    }
    parentPort!.postMessage(reply);
  });
}

interface Slot {
  readonly copies: ReadonlyMap<string, CopySamples>;
  /** The rows that lie in it. */
  rows: Uint32Array;
}

/** Reads batches of stored arrays ahead. Its memory is that of a few batches. */
export class BatchReader implements ReadAhead {
  readonly #arrays: readonly StoredArray[];
  readonly #slots: readonly Slot[];
  readonly #worker: Worker;
  readonly #batches: Iterator<Uint32Array>;
  readonly #pending: number[] = [];
  readonly #replies: ReadReply[] = [];
  #waiting: { resolve: () => void; reject: (error: unknown) => void } | undefined;
  #broken: unknown;
  #current: Slot | undefined;
  #currentSlot: number | undefined;

  /**
   * @param fields arrays to read, by the names of their fields
   * @param batches rows of the arrays, batch after batch
   * @param samples of the largest batch
   */
  constructor(fields: ReadonlyMap<string, StoredArray>, batches: Iterator<Uint32Array>, samples: number) {
    this.#arrays = [...fields.values()];
    this.#batches = batches;
    let bytes = 0;
    const readerFields = this.#arrays.map((array): ReaderField => {
      const place = rowPlace(array);
      const start = bytes;
      bytes += Math.ceil((samples * place.rowBytes) / 8) * 8;
      return { path: array.path, place, start };
    });
    const buffers = Array.from({ length: batchesAhead + 1 }, () => new SharedArrayBuffer(bytes));
    this.#slots = buffers.map((buffer) => ({
      rows: new Uint32Array(0),
      copies: new Map(
        [...fields].map(([name, array], index) => {
          const size = elementCount(array.shape.slice(1));
          // The views of shared memory are typed as those of plain memory, which all copying is written for.
          const shared = buffer as unknown as ArrayBuffer;
          const data = viewBytes(array.dtype, shared, readerFields[index]!.start, samples * size);
          return [name, copySamplesOf({ dtype: array.dtype, shape: [samples, ...array.shape.slice(1)], data }, size)];
        }),
      ),
    }));
    // Not imported: this module is also bundled for browsers, where no array lies in a file.
    const threads = process.getBuiltinModule('node:worker_threads');
    this.#worker = new threads.Worker(`(${readerThread.toString()})(${readRows.toString()})`, {
      eval: true,
      workerData: { fields: readerFields, slots: buffers },
    });
    this.#worker.on('message', (reply: ReadReply) => {
      this.#replies.push(reply);
      this.#waiting?.resolve();
    });
    this.#worker.on('error', (error) => {
      this.#broken = error;
      this.#waiting?.reject(error);
    });
    for (let slot = 0; slot < batchesAhead; slot++) this.#request(slot);
    this.#currentSlot = batchesAhead;
  }

  async next(): Promise<void> {
    if (this.#currentSlot !== undefined) this.#request(this.#currentSlot);
    this.#current = undefined;
    this.#currentSlot = undefined;
    const slot = this.#pending.shift();
    if (slot === undefined) return;
    if (this.#broken !== undefined) throw this.#broken;
    if (this.#replies.length === 0) {
      await new Promise<void>((resolve, reject) => {
        this.#waiting = { resolve, reject };
      });
      this.#waiting = undefined;
    }
    const { failure } = this.#replies.shift()!;
    if (failure !== undefined) {
      const array = this.#arrays[failure.field]!;
      if (failure.sample >= 0) throw endsEarly(array, failure.sample);
      const { code, message } = failure;
      throw describeSystemError(array.path, Object.assign(new Error(message), { code }));
    }
    this.#currentSlot = slot;
    this.#current = this.#slots[slot];
  }

  /** Copies a field of the batch read last; false where that is not made of these rows. */
  copy(field: string, rows: ArrayLike<number>, out: Float32Array | BigInt64Array): boolean {
    const current = this.#current;
    if (current === undefined || rows.length !== current.rows.length) return false;
    for (let i = 0; i < rows.length; i++) if (rows[i] !== current.rows[i]) return false;
    const copy = current.copies.get(field);
    if (copy === undefined) return false;
    copy(countUp(rows.length), undefined, out);
    return true;
  }

  async close(): Promise<void> {
    // Between two reads, or after one that takes milliseconds: the thread runs nothing but the file system's calls.
    await this.#worker.terminate();
  }

  #request(slot: number): void {
    const { value, done } = this.#batches.next();
    if (done === true) return;
    this.#slots[slot]!.rows = value;
    this.#worker.postMessage({ slot, rows: value } satisfies ReadRequest);
    this.#pending.push(slot);
  }
}

let counted = new Uint32Array(0);

/** The numbers from 0, without making them anew each time. */
function countUp(length: number): Uint32Array {
  if (counted.length < length) counted = Uint32Array.from({ length }, (_, index) => index);
  return counted.subarray(0, length);
}
