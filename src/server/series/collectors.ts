import { type Buckets, type Marks, markKinds, type Points } from '../scalars-format.ts';
import type { AxisReader } from './axis-reader.ts';
import type { Block } from './scalar-column.ts';

/** Place in `markKinds` of a value that is not finite. */
const markKind = (value: number): number => (Number.isNaN(value) ? 0 : value > 0 ? 1 : 2);

/** Takes the points of a part that lie in the range of a chart, and the nearest beyond each end. */
export interface Collector {
  /** @param smoothed NaN where the chart is not smoothed */
  add(x: number, value: number, smoothed: number): void;
  /** Takes a whole block of finite values at once, or returns false where it must be taken point by point. */
  addBlock(block: Block, axis: AxisReader): boolean;
  /** A point beyond an end, for the line. */
  addBefore(x: number, value: number, smoothed: number): void;
  addAfter(x: number, value: number, smoothed: number): void;
  finish(superseded: boolean, smoothed: boolean): Points | Buckets;
}

/** Keeps every point. */
export class PointCollector implements Collector {
  readonly #x: number[] = [];
  readonly #values: number[] = [];
  readonly #smoothed: number[] = [];

  add(x: number, value: number, smoothed: number): void {
    this.#x.push(x);
    this.#values.push(value);
    this.#smoothed.push(smoothed);
  }

  addBlock(): boolean {
    return false;
  }

  addBefore(x: number, value: number, smoothed: number): void {
    this.add(x, value, smoothed);
  }

  addAfter(x: number, value: number, smoothed: number): void {
    this.add(x, value, smoothed);
  }

  finish(superseded: boolean, isSmoothed: boolean): Points {
    const order = this.#x.map((_, i) => i);
    if (!this.#isSorted()) order.sort((a, b) => this.#x[a]! - this.#x[b]!);
    const rows = order.length;
    const x = new Float64Array(rows);
    const value = new Float32Array(rows);
    const smoothed = isSmoothed ? new Float32Array(rows) : undefined;
    const marked: number[] = [];
    for (let row = 0; row < rows; row++) {
      const from = order[row]!;
      x[row] = this.#x[from]!;
      value[row] = this.#values[from]!;
      if (smoothed !== undefined) smoothed[row] = this.#smoothed[from]!;
      if (!Number.isFinite(this.#values[from]!)) marked.push(row);
    }
    const marks: Marks = {
      x: Float64Array.from(marked, (row) => x[row]!),
      count: new Uint32Array(marked.length).fill(1),
      kind: Uint8Array.from(marked, (row) => markKind(value[row]!)),
    };
    return { form: 'points', superseded, x, value, smoothed, marks };
  }

  #isSorted(): boolean {
    for (let i = 1; i < this.#x.length; i++) if (this.#x[i]! < this.#x[i - 1]!) return false;
    return true;
  }
}

/** Keeps the extremes of each pixel column. Points may come in any order. */
export class BucketCollector implements Collector {
  readonly #columnOf: (x: number) => number;
  readonly #x: Float64Array;
  readonly #lastX: Float64Array;
  readonly #minimum: Float32Array;
  readonly #maximum: Float32Array;
  readonly #first: Float32Array;
  readonly #last: Float32Array;
  readonly #smoothed: Float32Array;
  readonly #count: Uint32Array;
  readonly #markX: Float64Array;
  readonly #markCount: Uint32Array;

  /**
   * @param columns pixel columns
   * @param columnOf the column of an x in the range, from 0
   */
  constructor(columns: number, columnOf: (x: number) => number) {
    // One more on either side for the points beyond the ends.
    const rows = columns + 2;
    this.#columnOf = columnOf;
    this.#x = new Float64Array(rows);
    this.#lastX = new Float64Array(rows);
    this.#minimum = new Float32Array(rows).fill(Number.NaN);
    this.#maximum = new Float32Array(rows).fill(Number.NaN);
    this.#first = new Float32Array(rows).fill(Number.NaN);
    this.#last = new Float32Array(rows).fill(Number.NaN);
    this.#smoothed = new Float32Array(rows).fill(Number.NaN);
    this.#count = new Uint32Array(rows);
    this.#markX = new Float64Array(rows * markKinds.length);
    this.#markCount = new Uint32Array(rows * markKinds.length);
  }

  add(x: number, value: number, smoothed: number): void {
    this.#addTo(this.#columnOf(x) + 1, x, value, smoothed);
  }

  addBlock(block: Block, axis: AxisReader): boolean {
    const from = axis.least(block);
    const to = axis.most(block);
    const column = this.#columnOf(from);
    if (block.nonFinite > 0 || column !== this.#columnOf(to)) return false;
    const row = column + 1;
    this.#addX(row, from, to, block.length);
    this.#addExtremes(row, block.minimum, block.maximum, block.values[block.firstFinite]!);
    this.#last[row] = block.values[block.lastFinite]!;
    return true;
  }

  addBefore(x: number, value: number, smoothed: number): void {
    this.#addTo(0, x, value, smoothed);
  }

  addAfter(x: number, value: number, smoothed: number): void {
    this.#addTo(this.#x.length - 1, x, value, smoothed);
  }

  #addTo(row: number, x: number, value: number, smoothed: number): void {
    this.#addX(row, x, x, 1);
    if (value - value === 0) {
      this.#addExtremes(row, value, value, value);
      this.#last[row] = value;
      this.#smoothed[row] = smoothed;
      return;
    }
    const mark = row * markKinds.length + markKind(value);
    if (this.#markCount[mark] === 0 || x < this.#markX[mark]!) this.#markX[mark] = x;
    this.#markCount[mark]!++;
  }

  #addX(row: number, from: number, to: number, count: number): void {
    if (this.#count[row] === 0 || from < this.#x[row]!) this.#x[row] = from;
    if (this.#count[row] === 0 || to > this.#lastX[row]!) this.#lastX[row] = to;
    this.#count[row]! += count;
  }

  #addExtremes(row: number, minimum: number, maximum: number, first: number): void {
    // NaN as long as there is nothing: the negated comparisons then hold.
    if (!(this.#minimum[row]! <= minimum)) this.#minimum[row] = minimum;
    if (!(this.#maximum[row]! >= maximum)) this.#maximum[row] = maximum;
    if (Number.isNaN(this.#first[row]!)) this.#first[row] = first;
  }

  finish(superseded: boolean, isSmoothed: boolean): Buckets {
    const rows: number[] = [];
    const marks: number[] = [];
    for (let row = 0; row < this.#count.length; row++) {
      if (this.#count[row] === 0) continue;
      rows.push(row);
      for (let mark = row * markKinds.length; mark < (row + 1) * markKinds.length; mark++) {
        if (this.#markCount[mark]! > 0) marks.push(mark);
      }
    }
    marks.sort((a, b) => this.#markX[a]! - this.#markX[b]!);
    const float32 = (column: Float32Array) => pick(column, rows, new Float32Array(rows.length));
    return {
      form: 'buckets',
      superseded,
      x: pick(this.#x, rows, new Float64Array(rows.length)),
      lastX: pick(this.#lastX, rows, new Float64Array(rows.length)),
      minimum: float32(this.#minimum),
      maximum: float32(this.#maximum),
      first: float32(this.#first),
      last: float32(this.#last),
      count: pick(this.#count, rows, new Uint32Array(rows.length)),
      smoothed: isSmoothed ? float32(this.#smoothed) : undefined,
      marks: {
        x: pick(this.#markX, marks, new Float64Array(marks.length)),
        count: pick(this.#markCount, marks, new Uint32Array(marks.length)),
        kind: Uint8Array.from(marks, (mark) => mark % markKinds.length),
      },
    };
  }
}

/** Some numbers of a column, into another. An indexed loop: `from` takes several times as long. */
function pick<Column extends Float32Array | Float64Array | Uint32Array>(
  column: Column,
  places: readonly number[],
  into: Column,
): Column {
  for (let i = 0; i < places.length; i++) into[i] = column[places[i]!]!;
  return into;
}
