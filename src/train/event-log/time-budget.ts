/** Holds work that is not training to a share of the time. */
export class TimeBudget {
  readonly #share: number;
  readonly #credit: number;
  readonly #start = performance.now();
  #spent = 0;

  /**
   * @param share of all time, above 0
   * @param creditMs that may be spent before anything is earned: short trainings are looked into as well
   */
  constructor(share: number, creditMs: number) {
    this.#share = share;
    this.#credit = creditMs;
  }

  /** Whether something may be done now. */
  get isOpen(): boolean {
    return this.#spent <= this.#credit + this.#share * (performance.now() - this.#start);
  }

  /** Counts what was done. */
  spend(milliseconds: number): void {
    this.#spent += milliseconds;
  }
}
