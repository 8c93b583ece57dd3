import { closeSync, existsSync, fstatSync, openSync, readSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { type RemedyName, remedyNames, type TrialResult } from '../diagnosis/index.ts';
import { cutJsonLines, JsonLines, makeFolder, readJsonLines } from '../records/index.ts';

/** Numbers as `stringifyJson` writes them: those that are not finite as words. */
const number = z.union([
  z.number(),
  z.enum(['NaN', 'Infinity', '-Infinity']).transform((text): number => Number(text)),
]);

const lineSchema = z.object({
  key: z.string(),
  result: z.looseObject({
    applied: z.array(z.enum(remedyNames as [RemedyName, ...RemedyName[]])),
    losses: z.array(number),
    score: number,
    trainingScore: number,
    steps: z.number(),
    outcome: z.enum(['completed', 'handler', 'non-finite', 'unreadable', 'engine-failure', 'refused']),
    refusal: z.string().exactOptional(),
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
      const parsed = lineSchema.safeParse(line).data;
      if (parsed !== undefined) this.#known.set(parsed.key, parsed.result);
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
