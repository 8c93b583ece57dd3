/** So long may requests wait while the index works. */
const sliceMs = 10;

/** Divides long work, so that requests are answered meanwhile. */
export class TimeSlices {
  #begin = performance.now();

  /** To be waited for between two pieces of the work: requests come first where the slice is over. */
  async next(): Promise<void> {
    if (performance.now() - this.#begin < sliceMs) return;
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#begin = performance.now();
  }
}
