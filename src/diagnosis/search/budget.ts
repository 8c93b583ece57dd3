/** Thrown where a search may not go on: its time is over, its trials are spent, or it was asked to stop. */
export class BudgetEnded extends Error {
  override name = 'BudgetEnded';
}

export interface BudgetOptions {
  readonly seconds?: number;
  readonly trials?: number;
  readonly signal?: AbortSignal;
}

/** What a search may still spend. */
export class Budget {
  readonly #options: BudgetOptions;
  readonly #begin = performance.now();
  #trials = 0;

  constructor(options: BudgetOptions) {
    this.#options = options;
  }

  /** Seconds since the search began. */
  get seconds(): number {
    return (performance.now() - this.#begin) / 1000;
  }

  get trials(): number {
    return this.#trials;
  }

  get isOver(): boolean {
    const { seconds = Number.POSITIVE_INFINITY, trials = Number.POSITIVE_INFINITY, signal } = this.#options;
    return signal?.aborted === true || this.#trials >= trials || this.seconds >= seconds;
  }

  /** Does one trial's work. Throws {@link BudgetEnded} where there is no budget for it left. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    if (this.isOver) throw new BudgetEnded('the budget of this diagnosis is spent');
    this.#trials++;
    return await work();
  }
}
