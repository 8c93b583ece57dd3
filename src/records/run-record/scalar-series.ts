/** Numbers of one tag as they were recorded. */
export interface ScalarSeries {
  readonly steps: readonly number[];
  readonly values: readonly number[];
  /** Seconds since 1970; NaN where nothing recorded it. */
  readonly wallTimes: readonly number[];
}

/** A series that grows. */
export class GrowingSeries implements ScalarSeries {
  readonly steps: number[] = [];
  readonly values: number[] = [];
  readonly wallTimes: number[] = [];

  add(step: number, value: number, wallTime: number): void {
    this.steps.push(step);
    this.values.push(value);
    this.wallTimes.push(wallTime);
  }

  /** Drops points at a step and behind it, which a run that went on from there has again. */
  cutFrom(step: number): void {
    const kept = [...this.steps.keys()].filter((index) => this.steps[index]! < step);
    for (const column of [this.steps, this.values, this.wallTimes]) {
      const values = kept.map((index) => column[index]!);
      column.length = 0;
      for (const value of values) column.push(value);
    }
  }
}
