import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { basename } from 'node:path';
import { FileError } from '../../core/index.ts';
import type { EventBatch, EventFileFault } from '../event-files/index.ts';
import { EventTags, ScalarColumns } from '../event-files/index.ts';
import { lineFiles, scalarsOfLine, toNumber } from './run-lines.ts';

const chunkBytes = 1024 * 1024;
const newline = 10;

/** Whether a path is that of netwright's own lines of JSON with curves. */
export const isRunLines = (path: string): boolean => lineFiles.some((name) => name === basename(path));

/**
 * Reads the curves in netwright's own lines of JSON as an `EventFileReader` reads those of an event file, for runs that
 * have none. Lines hold no time: it is that of the last change of the file.
 */
export class RunLinesReader {
  readonly path: string;
  readonly #tags = new EventTags();
  readonly #encoder = new TextEncoder();
  #position = 0;

  constructor(path: string) {
    this.path = path;
  }

  /** Bytes that are read: whole lines. */
  get position(): number {
    return this.#position;
  }

  get tags(): EventTags['all'] {
    return this.#tags.all;
  }

  /** Everything from the position to the last whole line. Throws FileError where the file cannot be opened. */
  async *read(): AsyncGenerator<EventBatch, void, void> {
    let file: number;
    try {
      file = openSync(this.path, 'r');
    } catch (cause) {
      throw new FileError(this.path, `cannot be opened: ${String(cause)}`, { cause });
    }
    try {
      const chunk = Buffer.alloc(chunkBytes);
      for (;;) {
        const wallTime = fstatSync(file).mtimeMs / 1000;
        const length = readSync(file, chunk, 0, chunkBytes, this.#position);
        const end = chunk.subarray(0, length).lastIndexOf(newline) + 1;
        if (length === chunkBytes && end === 0) throw new FileError(this.path, 'holds a line of more than a megabyte');
        if (end === 0) return;
        yield this.#readLines(chunk.toString('utf8', 0, end), end, wallTime);
      }
    } finally {
      closeSync(file);
    }
  }

  #readLines(text: string, bytes: number, wallTime: number): EventBatch {
    const scalars = new ScalarColumns();
    const faults: EventFileFault[] = [];
    const name = lineFiles.find((each) => each === basename(this.path))!;
    for (const line of text.split('\n')) {
      if (line.trim() === '') continue;
      try {
        scalarsOfLine(name, JSON.parse(line), (tag, step, value) => {
          if (value === undefined || value === null || !Number.isFinite(step)) return;
          const encoded = this.#encoder.encode(tag);
          scalars.add(this.#tags.at(encoded, 0, encoded.length).index, step, wallTime, toNumber(value));
        });
      } catch {
        faults.push({ path: this.path, offset: this.#position, problem: 'a line is no JSON and is passed over' });
      }
    }
    this.#position += bytes;
    return { scalars, entries: [], faults, position: this.#position };
  }
}
