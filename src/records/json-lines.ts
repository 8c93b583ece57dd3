import { closeSync, existsSync, openSync, readFileSync, writeSync } from 'node:fs';
import { guardWrite, replaceFile, stringifyJson } from './files.ts';

/** A file of one JSON value a line, open for appending: each value reaches the system whole, in a single write. */
export class JsonLines {
  readonly path: string;
  #file: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  /** Appends a value. Throws FileError where the system refuses. */
  append(value: unknown): void {
    guardWrite(this.path, () => {
      this.#file ??= openSync(this.path, 'a');
      const bytes = Buffer.from(`${stringifyJson(value)}\n`);
      const written = writeSync(this.#file, bytes);
      if (written < bytes.length) throw new Error('only a part of a line could be written');
    });
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}

/** The values in a file of JSON lines; a line that a kill cut short is passed over, and an absent file is empty. */
export function readJsonLines(path: string): unknown[] {
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return line === '' ? [] : [JSON.parse(line)];
      } catch {
        return [];
      }
    });
}

/** Keeps the values for which `keep` holds, and drops half-written lines. Throws FileError where it cannot be written. */
export function cutJsonLines(path: string, keep: (value: unknown) => boolean): void {
  if (existsSync(path)) replaceJsonLines(path, readJsonLines(path).filter(keep));
}

/** Replaces a file by one line of JSON for each value. Throws FileError where it cannot be written. */
export function replaceJsonLines(path: string, values: readonly unknown[]): void {
  replaceFile(path, values.map((value) => `${stringifyJson(value)}\n`).join(''));
}
