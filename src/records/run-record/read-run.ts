import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { isNetwrightError } from '../../core/index.ts';
import type { HyperParameterValue } from '../event-files/index.ts';
import { type EventEntry, EventFileReader, type EventHistogram, type EventImages } from '../event-files/index.ts';
import type { RunPlace } from './find-runs.ts';
import { lineFiles, scalarsOfLine, toNumber } from './run-lines.ts';
import type { Recorded, RunRecord } from './run-record.ts';
import { GrowingSeries } from './scalar-series.ts';

/** Twice as many are kept while reading, then every second is dropped. */
const mostHistograms = 128;
const firstImages = 1;
const lastImages = 3;
const lastTexts = 5;
const mostProblems = 50;

/**
 * Reads what a run recorded: its event files, and where they hold no curves netwright's own lines of JSON. What cannot be
 * read becomes a problem in words; nothing is thrown for it.
 */
export async function readRun({ name, folder, eventFiles }: RunPlace): Promise<RunRecord> {
  const run = new RunCollector();
  for (const path of eventFiles) await run.readEventFile(path);
  if (run.scalars.size === 0 && eventFiles[0] !== folder) await run.readJsonLines(folder);
  const { scalars, histograms, images, texts, hyperParameters } = run;
  const problems = run.problems.slice(0, mostProblems);
  if (run.problems.length > mostProblems) problems.push(`and ${run.problems.length - mostProblems} more problems`);
  return {
    name,
    folder,
    scalars,
    histograms: sorted(histograms),
    images: sorted(images),
    texts: sorted(texts),
    hyperParameters,
    problems,
  };
}

function sorted<Value>(map: ReadonlyMap<string, Value>): Map<string, Value> {
  return new Map([...map].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What is known of a run while it is read. */
class RunCollector {
  readonly scalars = new Map<string, GrowingSeries>();
  readonly histograms = new Map<string, Recorded<EventHistogram>[]>();
  readonly images = new Map<string, Recorded<EventImages>[]>();
  readonly texts = new Map<string, Recorded<readonly string[]>[]>();
  readonly hyperParameters = new Map<string, HyperParameterValue>();
  readonly problems: string[] = [];
  /** Of histograms, by tag: one in so many is kept, and how many there were. */
  readonly #thinning = new Map<string, { every: number; seen: number }>();

  async readEventFile(path: string): Promise<void> {
    try {
      const reader = new EventFileReader(path);
      for await (const { scalars, entries, faults } of reader.read()) {
        // A restart voids what stands in this run before it, so that it comes before the scalars of its piece.
        for (const entry of entries) this.#addEntry(entry);
        const series = new Map<number, GrowingSeries>();
        for (let row = 0; row < scalars.length; row++) {
          const tag = scalars.tags[row]!;
          const own = series.get(tag) ?? this.#seriesOf(reader.tags[tag]!.name);
          series.set(tag, own);
          own.add(scalars.steps[row]!, scalars.values[row]!, scalars.wallTimes[row]!);
        }
        for (const { offset, problem } of faults) this.problems.push(`${path}, byte ${offset}: ${problem}`);
      }
    } catch (error) {
      this.#report(error);
    }
  }

  /** Curves of a run without event files: tags as its event files would name them. */
  async readJsonLines(folder: string): Promise<void> {
    for (const name of lineFiles) {
      await this.#readLines(join(folder, name), (line) => {
        scalarsOfLine(name, line, (tag, step, value) => this.#add(tag, step, value));
      });
    }
  }

  async #readLines(path: string, take: (line: unknown) => void): Promise<void> {
    if (!existsSync(path)) return;
    let number = 0;
    let damaged = 0;
    try {
      for await (const text of createInterface({
        input: createReadStream(path),
        crlfDelay: Number.POSITIVE_INFINITY,
      })) {
        number++;
        if (text.trim() === '') continue;
        try {
          take(JSON.parse(text));
        } catch {
          damaged++;
          if (damaged === 1) this.problems.push(`${path}, line ${number}: is no JSON and is passed over`);
        }
      }
    } catch (cause) {
      this.problems.push(`${path}: cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`);
    }
  }

  #add(tag: string, step: number, value: unknown): void {
    if (value === undefined || value === null || !Number.isFinite(step)) return;
    this.#seriesOf(tag).add(step, toNumber(value), Number.NaN);
  }

  #seriesOf(tag: string): GrowingSeries {
    const known = this.scalars.get(tag);
    if (known !== undefined) return known;
    const made = new GrowingSeries();
    this.scalars.set(tag, made);
    return made;
  }

  #addEntry(entry: EventEntry): void {
    const { kind, tag, step } = entry;
    const name = tag?.name ?? '';
    if (kind === 'histogram' && !this.#isKept(name)) return;
    try {
      const value = entry.decode();
      if (value.kind === 'session' && value.status === 'start' && step > 0) this.#restart(step);
      if (value.kind === 'session-start') for (const [key, one] of value.values) this.hyperParameters.set(key, one);
      if (value.kind === 'histogram') this.#addHistogram(name, step, value);
      if (value.kind === 'images') {
        // Copies: what was decoded is a view of a whole piece of the file.
        const copied = { ...value, images: value.images.map((image) => image.slice()) };
        push(this.images, name, { step, value: copied }, firstImages, lastImages);
      }
      if (value.kind === 'text') push(this.texts, name, { step, value: value.texts }, 0, lastTexts);
    } catch (error) {
      this.#report(error);
    }
  }

  #isKept(tag: string): boolean {
    const state = this.#thinning.get(tag) ?? { every: 1, seen: 0 };
    this.#thinning.set(tag, state);
    return state.seen++ % state.every === 0;
  }

  #addHistogram(tag: string, step: number, value: EventHistogram): void {
    const own = this.histograms.get(tag) ?? [];
    own.push({ step, value });
    this.histograms.set(tag, own);
    if (own.length < 2 * mostHistograms) return;
    this.histograms.set(
      tag,
      own.filter((_, index) => index % 2 === 0),
    );
    this.#thinning.get(tag)!.every *= 2;
  }

  #restart(step: number): void {
    for (const series of this.scalars.values()) series.cutFrom(step);
    const cut = <Value>(map: Map<string, Recorded<Value>[]>) => {
      for (const [tag, all] of map)
        map.set(
          tag,
          all.filter((one) => one.step < step),
        );
    };
    cut(this.histograms);
    cut(this.images);
    cut(this.texts);
  }

  #report(error: unknown): void {
    if (!isNetwrightError(error)) throw error;
    this.problems.push(error.message);
  }
}

/** Appends to a list that keeps so many of its first and of its last items. */
function push<Value>(
  map: Map<string, Recorded<Value>[]>,
  tag: string,
  item: Recorded<Value>,
  first: number,
  last: number,
): void {
  const own = map.get(tag) ?? [];
  own.push(item);
  if (own.length > first + last) own.splice(first, 1);
  map.set(tag, own);
}
