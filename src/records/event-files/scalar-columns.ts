/** Scalars of a piece of an event file, in its order: one row a scalar, as many as `length` says. */
export class ScalarColumns {
  length = 0;
  /** Place of the tag in the reader's list of tags. */
  tags: Uint32Array;
  steps: Float64Array;
  /** Seconds since 1970. */
  wallTimes: Float64Array;
  values: Float64Array;

  /** @param rows for which there is room at first */
  constructor(rows = 16) {
    this.tags = new Uint32Array(rows);
    this.steps = new Float64Array(rows);
    this.wallTimes = new Float64Array(rows);
    this.values = new Float64Array(rows);
  }

  add(tag: number, step: number, wallTime: number, value: number): void {
    const row = this.length++;
    if (row === this.tags.length) this.#grow();
    this.tags[row] = tag;
    this.steps[row] = step;
    this.wallTimes[row] = wallTime;
    this.values[row] = value;
  }

  /** Drops what was added since there were so many rows. */
  cutTo(length: number): void {
    this.length = length;
  }

  #grow(): void {
    const rows = 4 * this.tags.length;
    const grown = <Column extends Uint32Array | Float64Array>(made: Column, column: Column): Column => {
      made.set(column);
      return made;
    };
    this.tags = grown(new Uint32Array(rows), this.tags);
    this.steps = grown(new Float64Array(rows), this.steps);
    this.wallTimes = grown(new Float64Array(rows), this.wallTimes);
    this.values = grown(new Float64Array(rows), this.values);
  }
}
