import type { Axis, ScalarsRequest } from '../api.ts';
import { type BoardIndex, NotFound, type Run, runOf } from '../board-index/index.ts';
import { encodeScalars } from '../scalars-format.ts';
import { axisReader, drawSeries, type ScalarColumn } from '../series/index.ts';

/** The scalar that tells the epoch of each step. */
const epochTag = 'epoch';

/** The curves of a chart that the asker does not have as they are, in binary. */
export function answerScalars(index: BoardIndex, { series, axis, ...view }: ScalarsRequest): Uint8Array<ArrayBuffer> {
  const readers = new Map<Run, ReturnType<typeof axisReader>>();
  const readerOf = (run: Run) => {
    if (!readers.has(run)) readers.set(run, readAxis(run, axis));
    return readers.get(run);
  };
  const sources = series.map(({ run: id, tag }) => {
    const run = index.runs.get(id);
    const columns = run?.scalars(tag) ?? [];
    return run === undefined || columns.length === 0 ? undefined : { run, columns, axis: readerOf(run) };
  });
  const versions = sources.map((source) => (source === undefined ? '' : versionOf(source.run, source.columns, axis)));
  const drawn = drawSeries(sources, view, (index) => series[index]!.version !== versions[index]);
  return encodeScalars(drawn.map((one, index) => one && { ...one, version: versions[index]! }));
}

/** When the index was opened: a server that is started again counts from the beginning. */
const openedAt = Date.now().toString(36);

function versionOf(run: Run, columns: readonly ScalarColumn[], axis: Axis): string {
  const places = axis === 'epoch' ? stateOf(run.scalars(epochTag)) : axis === 'relative' ? `${run.started}` : '';
  return `${openedAt} ${stateOf(columns)} ${places}`;
}

/**
 * Another text whenever a column came, went or grew: one that came has the greatest number, without such one there are fewer
 * columns if any went, and columns only become longer.
 */
function stateOf(columns: readonly ScalarColumn[]): string {
  let [newest, points] = [0, 0];
  for (const { number, length } of columns) {
    newest = Math.max(newest, number);
    points += length;
  }
  return `${newest}.${columns.length}.${points}`;
}

function readAxis(run: Run, axis: Axis): ReturnType<typeof axisReader> {
  const epochs = axis === 'epoch' ? run.scalars(epochTag) : [];
  return axisReader(axis, { started: run.started ?? 0, epochs });
}

/** A piece of a file of comma-separated values. */
export interface CsvPiece {
  readonly text: string;
  /** Where to go on; undefined behind the last point. */
  readonly next: number | undefined;
}

const pointsPerPiece = 20_000;

/** Points of a scalar from the `from`-th on, in the order in which they were written. Throws NotFound. */
export function answerCsv(index: BoardIndex, id: string, tag: string, from: number): CsvPiece {
  const columns = runOf(index, id).scalars(tag);
  if (columns.length === 0) throw new NotFound(`run '${id}' has no scalar '${tag}'`);
  const lines = from === 0 ? ['step,wall_time,value\n'] : [];
  let skip = from;
  let left = pointsPerPiece;
  for (const column of columns) {
    const begin = Math.min(skip, column.length);
    const end = Math.min(column.length, begin + left);
    skip -= begin;
    left -= end - begin;
    column.visitBlocks(begin, end, (block, first, last) => {
      for (let i = first; i < last; i++) {
        lines.push(`${block.step(i)},${block.wallTime(i).toFixed(6)},${shortest(block.values[i]!)}\n`);
      }
    });
  }
  const total = columns.reduce((sum, { length }) => sum + length, 0);
  const next = from + pointsPerPiece;
  return { text: lines.join(''), next: next < total ? next : undefined };
}

/** The fewest digits, of up to nine, that name a number of 32 bits. */
function shortest(value: number): string {
  for (let digits = 6; digits < 9; digits++) {
    const text = value.toPrecision(digits);
    if (Math.fround(Number(text)) === value) return String(Number(text));
  }
  return String(Number.isFinite(value) ? Number(value.toPrecision(9)) : value);
}
