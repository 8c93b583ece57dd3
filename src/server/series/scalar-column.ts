/** Points in a block. A summary of each block is level enough: 40 million points are 40 000 summaries. */
const blockLength = 1024;

/** Capacities of a block that grows: a tag with ten points must not cost as much as one with a thousand. */
const firstCapacity = 16;

const secondsOfMicroseconds = 1e-6;

/**
 * Up to 1024 points that were written one after the other, with what a chart asks of them. Steps in equal strides cost
 * nothing; wall times are kept to the microsecond in 4 bytes while they are within 71 minutes of the first.
 */
export class Block {
  length = 0;
  /** As recorded, NaN and infinities included. */
  values = new Float32Array(firstCapacity);
  /** Smallest and largest finite value; infinity and -infinity where there is none. */
  minimum = Number.POSITIVE_INFINITY;
  maximum = Number.NEGATIVE_INFINITY;
  firstFinite = -1;
  lastFinite = -1;
  nonFinite = 0;
  leastStep = Number.POSITIVE_INFINITY;
  mostStep = Number.NEGATIVE_INFINITY;
  leastWallTime = Number.POSITIVE_INFINITY;
  mostWallTime = Number.NEGATIVE_INFINITY;
  readonly #firstStep: number;
  #stride = 0;
  #steps: Float64Array | undefined;
  readonly #firstWallTime: number;
  #offsets: Uint32Array | undefined = new Uint32Array(firstCapacity);
  #wallTimes: Float64Array | undefined;

  constructor(step: number, wallTime: number) {
    this.#firstStep = step;
    this.#firstWallTime = wallTime;
  }

  step(index: number): number {
    return this.#steps === undefined ? this.#firstStep + index * this.#stride : this.#steps[index]!;
  }

  wallTime(index: number): number {
    return this.#offsets === undefined
      ? this.#wallTimes![index]!
      : this.#firstWallTime + this.#offsets[index]! * secondsOfMicroseconds;
  }

  append(step: number, wallTime: number, value: number): void {
    const index = this.length;
    if (index === this.values.length) this.#grow();
    this.values[index] = value;
    this.#appendStep(index, step);
    this.#appendWallTime(index, wallTime);
    if (step < this.leastStep) this.leastStep = step;
    if (step > this.mostStep) this.mostStep = step;
    if (wallTime < this.leastWallTime) this.leastWallTime = wallTime;
    if (wallTime > this.mostWallTime) this.mostWallTime = wallTime;
    // As it is kept: what overflows 32 bits is an infinity.
    const kept = this.values[index]!;
    if (kept - kept === 0) {
      if (kept < this.minimum) this.minimum = kept;
      if (kept > this.maximum) this.maximum = kept;
      if (this.firstFinite === -1) this.firstFinite = index;
      this.lastFinite = index;
    } else this.nonFinite++;
    this.length = index + 1;
  }

  #appendStep(index: number, step: number): void {
    if (index === 1) this.#stride = step - this.#firstStep;
    if (this.#steps === undefined && index > 0 && step !== this.#firstStep + index * this.#stride) {
      const steps = new Float64Array(this.values.length);
      for (let i = 0; i < index; i++) steps[i] = this.step(i);
      this.#steps = steps;
    }
    if (this.#steps !== undefined) this.#steps[index] = step;
  }

  #appendWallTime(index: number, wallTime: number): void {
    const offset = Math.round((wallTime - this.#firstWallTime) / secondsOfMicroseconds);
    if (this.#offsets !== undefined && !(offset >= 0 && offset <= 0xffffffff)) {
      const wallTimes = new Float64Array(this.values.length);
      for (let i = 0; i < index; i++) wallTimes[i] = this.wallTime(i);
      this.#wallTimes = wallTimes;
      this.#offsets = undefined;
    }
    if (this.#offsets === undefined) this.#wallTimes![index] = wallTime;
    else this.#offsets[index] = offset;
  }

  #grow(): void {
    const capacity = this.values.length * 4;
    const larger = <Column extends Float32Array | Float64Array | Uint32Array>(
      column: Column,
      empty: Column,
    ): Column => {
      empty.set(column);
      return empty;
    };
    this.values = larger(this.values, new Float32Array(capacity));
    this.#steps &&= larger(this.#steps, new Float64Array(capacity));
    this.#offsets &&= larger(this.#offsets, new Uint32Array(capacity));
    this.#wallTimes &&= larger(this.#wallTimes, new Float64Array(capacity));
  }
}

/** More places than these where steps go back are no restarts, and are counted no further. */
export const mostRestarts = 64;

let columnsMade = 0;

/** The points of one tag in one file, in the order in which they were written. Values are kept in 32 bits. */
export class ScalarColumn {
  readonly blocks: Block[] = [];
  /** Greater than that of every column made before. */
  readonly number = ++columnsMade;
  length = 0;
  /** Indices of points whose step is lower than that of the point before; the first 65 of them. */
  readonly backwardSteps: number[] = [];
  /** Where the file says that it goes on a run: points of earlier files from this step on are superseded. */
  readonly startStep: number;
  #lastStep = Number.NEGATIVE_INFINITY;

  constructor(startStep = Number.POSITIVE_INFINITY) {
    this.startStep = startStep;
  }

  append(step: number, wallTime: number, value: number): void {
    if (step < this.#lastStep && this.backwardSteps.length <= mostRestarts) this.backwardSteps.push(this.length);
    this.#lastStep = step;
    let block = this.blocks[this.blocks.length - 1];
    if (block === undefined || block.length === blockLength) {
      block = new Block(step, wallTime);
      this.blocks.push(block);
    }
    block.append(step, wallTime, value);
    this.length++;
  }

  step(index: number): number {
    return this.blocks[Math.floor(index / blockLength)]!.step(index % blockLength);
  }

  wallTime(index: number): number {
    return this.blocks[Math.floor(index / blockLength)]!.wallTime(index % blockLength);
  }

  /** Calls `visit` with the blocks that hold the points from `begin` up to `end`, and the places of these in the block. */
  visitBlocks(begin: number, end: number, visit: (block: Block, from: number, to: number) => void): void {
    for (let at = begin; at < end; ) {
      const from = at % blockLength;
      const to = Math.min(blockLength, from + end - at);
      visit(this.blocks[(at - from) / blockLength]!, from, to);
      at += to - from;
    }
  }
}
