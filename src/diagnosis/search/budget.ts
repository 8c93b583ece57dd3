/** Thrown where a search may not go on: its time is over, its trials are spent, or it was asked to stop. */
export class BudgetEnded extends Error {
  override name = 'BudgetEnded';
}

export interface BudgetOptions {
  readonly seconds?: number;
  readonly trials?: number;
  readonly signal?: AbortSignal;
}

/** What a search may still spend. To be closed when the search is over. */
export class Budget {
  readonly #options: BudgetOptions;
  readonly #begin = performance.now();
  readonly #over: Promise<never>;
  #close: () => void = () => undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  #trials = 0;

  constructor(options: BudgetOptions) {
    this.#options = options;
    this.#over = new Promise((_resolve, reject) => {
      const end = () => reject(new BudgetEnded('the budget of this diagnosis is spent'));
      const { seconds, signal } = options;
      const timer = seconds === undefined ? undefined : setTimeout(end, seconds * 1000);
      signal?.addEventListener('abort', end);
      this.#close = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', end);
      };
    });
    // Whoever waits for a trial hears of it; with none under way nobody does.
    this.#over.catch(() => undefined);
  }

  /** Seconds since the search began. */
  get seconds(): number {
    return (performance.now() - this.#begin) / 1000;
  }

  get trials(): number {
    return this.#trials;
  }

  /** Does one trial's work; whatever is under way when the time ends is not waited for. Throws {@link BudgetEnded}. */
  async spend<T>(work: () => Promise<T>): Promise<T> {
    const { seconds = Number.POSITIVE_INFINITY, trials = Number.POSITIVE_INFINITY, signal } = this.#options;
    const isOver = () => signal?.aborted === true || this.seconds >= seconds;
    // The last trials count: whoever ends the search waits until they have told what they know.
    if (!isOver() && this.#trials >= trials) await Promise.allSettled(this.#underWay);
    if (isOver() || this.#trials >= trials) throw new BudgetEnded('the budget of this diagnosis is spent');
    this.#trials++;
    const spending = Promise.race([work(), this.#over]);
    this.#underWay.add(spending);
    try {
      return await spending;
    } finally {
      this.#underWay.delete(spending);
    }
  }

  close(): void {
    this.#close();
  }
}
