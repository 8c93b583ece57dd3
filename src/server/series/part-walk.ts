import type { AxisReader } from './axis-reader.ts';
import type { Collector } from './collectors.ts';
import type { Piece } from './parts.ts';
import type { Block } from './scalar-column.ts';

/** The range of a chart in pixel columns. */
export interface Scale {
  readonly from: number;
  readonly to: number;
  readonly columns: number;
  readonly logarithmic: boolean;
}

/** The nearest finite point beyond an end, as far as it is known. */
class Neighbour {
  isFound = false;
  x = 0;
  value = 0;
  smoothed = 0;

  set(x: number, value: number, smoothed: number): void {
    this.isFound = true;
    this.x = x;
    this.value = value;
    this.smoothed = smoothed;
  }
}

/** One walk over the points of a part: those in the range reach the collector, and the nearest beyond its ends. */
export class PartWalk {
  readonly #axis: AxisReader;
  readonly #from: number;
  readonly #to: number;
  /** Points at and below it have no place on the axis. */
  readonly #floor: number;
  readonly #collector: Collector;
  readonly #before = new Neighbour();
  readonly #after = new Neighbour();

  constructor(axis: AxisReader, { from, to, logarithmic }: Scale, collector: Collector) {
    this.#axis = axis;
    this.#from = from;
    this.#to = to;
    this.#floor = logarithmic ? 0 : Number.NEGATIVE_INFINITY;
    this.#collector = collector;
  }

  /** Goes only through the blocks that lie across an end of the range or a border between pixel columns. */
  walk(pieces: readonly Piece[]): void {
    const blocks: (readonly [block: Block, first: number, last: number])[] = [];
    for (const { column, begin, end } of pieces) {
      column.visitBlocks(begin, end, (block, first, last) => blocks.push([block, first, last]));
    }
    for (const [block, first, last] of blocks) this.#addBlock(block, first, last);
    // From the beginning of the range outwards, so that few blocks can hold a point nearer than what was found.
    const reaching = blocks.findIndex(([block]) => this.#axis.most(block) >= this.#from);
    const start = reaching === -1 ? blocks.length : reaching;
    for (let i = start; i < blocks.length; i++) this.#lookBeyond(...blocks[i]!);
    for (let i = start - 1; i >= 0; i--) this.#lookBeyond(...blocks[i]!);
    this.#addNeighbours();
  }

  /**
   * Goes through every point, for TensorBoard's mean: exponential, and divided by what it would be of ones, so that it does
   * not begin near zero.
   */
  walkSmoothed(pieces: readonly Piece[], weight: number): void {
    let mean = 0;
    let remainder = 1;
    for (const { column, begin, end } of pieces) {
      column.visitBlocks(begin, end, (block, first, last) => {
        for (let i = first; i < last; i++) {
          const x = this.#axis.at(block, i);
          const value = block.values[i]!;
          let smoothed = Number.NaN;
          if (value - value === 0) {
            mean = mean * weight + value * (1 - weight);
            remainder *= weight;
            smoothed = mean / (1 - remainder);
          }
          if (x >= this.#from && x <= this.#to) this.#collector.add(x, value, smoothed);
          else this.#consider(x, value, smoothed);
        }
      });
    }
    this.#addNeighbours();
  }

  #addBlock(block: Block, first: number, last: number): void {
    const least = this.#axis.least(block);
    const most = this.#axis.most(block);
    if (most < this.#from || least > this.#to) return;
    const isWhole = last - first === block.length && least >= this.#from && most <= this.#to;
    if (isWhole && this.#collector.addBlock(block, this.#axis)) return;
    for (let i = first; i < last; i++) {
      const x = this.#axis.at(block, i);
      if (x >= this.#from && x <= this.#to) this.#collector.add(x, block.values[i]!, Number.NaN);
    }
  }

  #lookBeyond(block: Block, first: number, last: number): void {
    const least = this.#axis.least(block);
    const most = this.#axis.most(block);
    const mayBeBefore = least < this.#from && !(this.#before.isFound && this.#before.x > most);
    const mayBeAfter = most > this.#to && !(this.#after.isFound && this.#after.x <= least);
    if (!mayBeBefore && !mayBeAfter) return;
    for (let i = first; i < last; i++) this.#consider(this.#axis.at(block, i), block.values[i]!, Number.NaN);
  }

  #consider(x: number, value: number, smoothed: number): void {
    if (value - value !== 0) return;
    const [before, after] = [this.#before, this.#after];
    if (x < this.#from && x > this.#floor && !(before.isFound && before.x > x)) before.set(x, value, smoothed);
    if (x > this.#to && !(after.isFound && after.x <= x)) after.set(x, value, smoothed);
  }

  #addNeighbours(): void {
    const [before, after] = [this.#before, this.#after];
    if (before.isFound) this.#collector.addBefore(before.x, before.value, before.smoothed);
    if (after.isFound) this.#collector.addAfter(after.x, after.value, after.smoothed);
  }
}
