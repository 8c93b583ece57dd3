import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type RemedyName, remedyNames, type TrialResult } from '../diagnosis/index.ts';
import { cutJsonLines, JsonLines, makeFolder, readJsonLines } from '../records/index.ts';

/** Any number: zod's own is finite. */
const number = z.custom<number>((value) => typeof value === 'number');

/** What has to be there; whatever else a result holds is kept with it. */
const lineSchema = z.object({
  key: z.string(),
  result: z.looseObject({
    applied: z.array(z.enum(remedyNames as [RemedyName, ...RemedyName[]])),
    losses: z.array(number),
    score: number,
    trainingScore: number,
    steps: z.number(),
    seconds: z.number(),
    outcome: z.enum(['completed', 'handler', 'non-finite', 'unreadable', 'engine-failure', 'refused']),
  }),
});

/**
 * Results of trials in a file of JSON lines, `trials.jsonl`: each is appended whole as soon as it is known, so that a
 * diagnosis that was killed at any moment goes on where it was.
 */
export class TrialStore {
  readonly #file: JsonLines;
  readonly #known = new Map<string, TrialResult>();

  /** @param folder made where it is not there. Throws FileError where that fails. */
  constructor(folder: string) {
    makeFolder(dirname(folder), folder);
    const path = join(folder, 'trials.jsonl');
    // Otherwise the next result would be written behind the half of a line that a kill has left.
    if (isCutShort(path)) cutJsonLines(path, () => true);
    for (const line of readJsonLines(path)) {
      const value = withNumbers(line);
      const parsed = lineSchema.safeParse(value).data;
      // Its own lines, written by `add`.
      if (parsed !== undefined) this.#known.set(parsed.key, (value as { result: TrialResult }).result);
    }
    this.#file = new JsonLines(path);
  }

  /** The result that is kept under a key. */
  get(key: string): TrialResult | undefined {
    return this.#known.get(key);
  }

  /** Keeps a result. Throws FileError where it cannot be written. */
  add(key: string, result: TrialResult): void {
    this.#known.set(key, result);
    this.#file.append({ key, result });
  }

  close(): void {
    this.#file.close();
  }
}

/** A value of JSON with those numbers that JSON lacks, which `stringifyJson` writes as words. */
function withNumbers(value: unknown): unknown {
  if (value === 'NaN' || value === 'Infinity' || value === '-Infinity') return Number(value);
  if (Array.isArray(value)) return value.map(withNumbers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withNumbers(part)]));
}

/** Whether a file's last line has no end. */
function isCutShort(path: string): boolean {
  if (!existsSync(path)) return false;
  const file = openSync(path, 'r');
  try {
    const { size } = fstatSync(file);
    const last = new Uint8Array(1);
    return size > 0 && readSync(file, last, 0, 1, size - 1) === 1 && last[0] !== 0x0a;
  } finally {
    closeSync(file);
  }
}
