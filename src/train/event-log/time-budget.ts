/** Holds work that is not training to a share of the time. */
export class TimeBudget {
  readonly #share: number;
  readonly #start = performance.now();
  #spent = 0;

  /** @param share of all time, above 0 */
  constructor(share: number) {
    this.#share = share;
  }

  /** Whether something may be done now; with some milliseconds on credit, too. */
  isOpen(creditMs = 0): boolean {
    return this.#spent <= creditMs + this.#share * (performance.now() - this.#start);
  }

  /** Counts what was done. */
  spend(milliseconds: number): void {
    this.#spent += milliseconds;
  }
}
