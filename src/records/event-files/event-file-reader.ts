import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { FileError } from '../../core/index.ts';
import { EventDecoder } from './decode-event.ts';
import type { EventEntry } from './event-entry.ts';
import type { EventTag } from './event-tags.ts';
import { footerBytes, headerBytes, isIntact, mostRecordBytes, recordLength } from './record-frame.ts';
import { ScalarColumns } from './scalar-columns.ts';
import { MalformedMessage } from './wire.ts';

/** A place of an event file that could not be read. */
export interface EventFileFault {
  readonly path: string;
  readonly offset: number;
  /** What is wrong there, and what becomes of it. */
  readonly problem: string;
}

/** What a piece of an event file holds. */
export interface EventBatch {
  readonly scalars: ScalarColumns;
  /** Everything else, in the file's order, not yet decoded. */
  readonly entries: readonly EventEntry[];
  readonly faults: readonly EventFileFault[];
  /** Bytes of the file that are read: where the next batch begins. */
  readonly position: number;
}

/** Options of {@link EventFileReader}. */
export interface EventFileReaderOptions {
  /** Where to begin: a position that an earlier batch gave. Tags are then known from the values behind it. Default 0. */
  readonly from?: number | undefined;
  /** So much is read at a time, and more where a record is longer. Default 4 MiB. */
  readonly chunkBytes?: number | undefined;
}

/** Enough to tell an event file from others. */
const leastChunkBytes = 128;
/** About as long is the record of a scalar; longer with longer tags. */
const leastScalarBytes = 40;

/**
 * Reads a TensorBoard event file piece by piece, and goes on where it stopped as the file grows.
 *
 * - A record that is cut short at the end is waited for.
 * - A record whose data are damaged is passed over and reported.
 * - Where a length is damaged, the records behind are looked for, byte by byte, and reading goes on with the first whose
 *   two checksums hold; what lies between is reported once. TensorBoard stops there for good.
 * - A file that is no event file is refused.
 */
export class EventFileReader {
  readonly path: string;
  readonly #chunkBytes: number;
  readonly #decoder: EventDecoder;
  #position: number;
  /** Of the file, when it was last looked at. */
  #size: number;
  /** Looking for the next whole record behind a damaged length. */
  #isLost = false;
  #chunk: Uint8Array = new Uint8Array(0);

  constructor(path: string, { from = 0, chunkBytes = 4 * 1024 * 1024 }: EventFileReaderOptions = {}) {
    this.path = path;
    this.#position = from;
    this.#size = from;
    this.#chunkBytes = Math.max(chunkBytes, leastChunkBytes);
    this.#decoder = new EventDecoder(path, new ScalarColumns());
  }

  /** Bytes that are read: whole records. */
  get position(): number {
    return this.#position;
  }

  /** The tags seen so far; scalars name them by their place in it. */
  get tags(): readonly EventTag[] {
    return this.#decoder.tags.all;
  }

  /**
   * Everything from the position to the file's end as it is now; call it again when the file has grown. Nothing else runs
   * between two batches, unless the caller waits for something else.
   *
   * @throws FileError where the file is absent, is no event file, or is shorter than what was read of it
   */
  async *read(): AsyncGenerator<EventBatch, void, void> {
    const file = this.#open();
    try {
      for (;;) {
        const { size } = fstatSync(file);
        if (size < this.#size) {
          throw new FileError(this.path, `has ${size} bytes, and had ${this.#size} before`, {
            advice: 'It was replaced: read it anew',
          });
        }
        this.#size = size;
        const batch = size > this.#position ? this.#readBatch(file, size) : undefined;
        if (batch === undefined) return;
        yield batch;
      }
    } finally {
      // A board reads thousands of files, each of which would keep its own.
      this.#chunk = new Uint8Array(0);
      closeSync(file);
    }
  }

  /**
   * The entries of one record again.
   *
   * @param offset as an {@link EventEntry} of this file gave it
   * @throws FileError where there is no whole record
   */
  async readAt(offset: number): Promise<readonly EventEntry[]> {
    const file = this.#open();
    try {
      const { size } = fstatSync(file);
      const read = (bytes: number) => {
        const buffer = new Uint8Array(Math.max(0, Math.min(bytes, size - offset)));
        return buffer.subarray(0, readSync(file, buffer, 0, buffer.length, offset));
      };
      const header = read(headerBytes);
      const length = header.length < headerBytes ? undefined : recordLength(header, viewOf(header), 0);
      const bytes = length === undefined || length > mostRecordBytes ? header : read(recordBytes(length));
      const isWhole = length !== undefined && bytes.length === recordBytes(length);
      if (!isWhole || !isIntact(bytes, viewOf(bytes), 0, length)) {
        throw new FileError(this.path, 'there is no whole record', { offset, advice: 'It was replaced: read it anew' });
      }
      const entries: EventEntry[] = [];
      this.#decoder.begin(bytes, new ScalarColumns(), entries);
      this.#decoder.decode(headerBytes, headerBytes + length, offset);
      return entries;
    } finally {
      closeSync(file);
    }
  }

  /** Files are read synchronously: a promise for each of thousands of small ones takes longer than reading them. */
  #open(): number {
    try {
      return openSync(this.path, 'r');
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
      const problem = code === 'ENOENT' ? 'does not exist' : `cannot be opened: ${String(cause)}`;
      throw new FileError(this.path, problem, { cause });
    }
  }

  /** Undefined where no whole record is there. */
  #readBatch(file: number, size: number): EventBatch | undefined {
    const available = size - this.#position;
    let wanted = Math.min(available, this.#chunkBytes);
    for (;;) {
      const bytes = this.#fill(file, wanted);
      const result = this.#scan(bytes);
      if (result.position > 0 || result.faults.length > 0) {
        const from = this.#position;
        this.#position = from + result.position;
        // Entries are views of the chunk.
        if (result.entries.length > 0) this.#chunk = new Uint8Array(0);
        return { ...result, position: this.#position };
      }
      if (result.needed > available || bytes.length < wanted) return undefined;
      wanted = result.needed;
    }
  }

  #fill(file: number, wanted: number): Uint8Array {
    if (this.#chunk.length < wanted) this.#chunk = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const bytesRead = readSync(file, this.#chunk, filled, wanted - filled, this.#position + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return this.#chunk.subarray(0, filled);
  }

  /** Reads the whole records of a chunk that begins at the position. `needed` bytes are what the next record takes. */
  #scan(bytes: Uint8Array): EventBatch & { readonly needed: number } {
    const view = viewOf(bytes);
    const scalars = new ScalarColumns(Math.ceil(bytes.length / leastScalarBytes));
    const entries: EventEntry[] = [];
    const faults: EventFileFault[] = [];
    const report = (at: number, problem: string) => {
      faults.push({ path: this.path, offset: this.#position + at, problem });
    };
    this.#decoder.begin(bytes, scalars, entries);
    let at = 0;
    let needed = headerBytes;
    while (at + headerBytes <= bytes.length) {
      const length = recordLength(bytes, view, at);
      if (length === undefined || (this.#isLost && length > mostRecordBytes)) {
        if (!this.#isLost) this.#lose(bytes, at, report);
        at++;
        continue;
      }
      if (length > mostRecordBytes) {
        report(at, `a record of ${length} bytes, more than the ${mostRecordBytes} that are read; it is passed over`);
        at += recordBytes(length);
        break;
      }
      const end = at + recordBytes(length);
      if (end > bytes.length) {
        needed = end - at;
        break;
      }
      if (isIntact(bytes, view, at, length)) {
        this.#decode(at, length, report);
        this.#isLost = false;
      } else if (this.#isLost) {
        at++;
        continue;
      } else report(at, `the data of a record are damaged; its ${length} bytes are passed over`);
      at = end;
    }
    return { scalars, entries, faults, position: at, needed };
  }

  #lose(bytes: Uint8Array, at: number, report: (at: number, problem: string) => void): void {
    const offset = this.#position + at;
    // Where the first record at least looks like that of an event file, the rest is worth looking for.
    if (
      offset === 0 &&
      !decodeLatin(bytes.subarray(at + headerBytes, at + headerBytes + 64)).includes('brain.Event:')
    ) {
      throw new FileError(this.path, 'is no TensorBoard event file: it does not begin with a record', {
        advice: 'Event files are named events.out.tfevents…',
      });
    }
    this.#isLost = true;
    report(at, 'the length of a record is damaged; the next whole record behind it is looked for');
  }

  #decode(at: number, length: number, report: (at: number, problem: string) => void): void {
    const begin = at + headerBytes;
    try {
      this.#decoder.decode(begin, begin + length, this.#position + at);
    } catch (error) {
      if (!(error instanceof MalformedMessage)) throw error;
      report(at, `a record of ${length} bytes is no event and is passed over: ${error.message}`);
    }
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const recordBytes = (length: number): number => headerBytes + length + footerBytes;

const decodeLatin = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1');

/**
 * Everything in an event file, piece by piece. Use {@link EventFileReader} to go on as the file grows, and for the tags
 * that scalars name by number.
 *
 * @throws FileError as {@link EventFileReader.read} does
 */
export const readEventFile = (
  path: string,
  options: EventFileReaderOptions = {},
): AsyncGenerator<EventBatch, void, void> => new EventFileReader(path, options).read();
