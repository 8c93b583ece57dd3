/** Scalars of a piece of an event file, in its order: one row a scalar, as many as `length` says. */
export class ScalarColumns {
  length = 0;
  /** Place of the tag in the reader's list of tags. */
  tags = new Uint32Array(1024);
  steps = new Float64Array(1024);
  /** Seconds since 1970. */
  wallTimes = new Float64Array(1024);
  values = new Float64Array(1024);

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
    const rows = 2 * this.tags.length;
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
