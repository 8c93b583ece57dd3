import type { TrainingState } from '../events.ts';
import { TimeBudget } from './time-budget.ts';

/** Of the time of a training, for looking into steps and for pictures; what is left of a hundredth is for scalars. */
const shareOfTime = 0.005;
const creditMs = 250;
/** Steps that are looked into are multiples of this. */
const grid = 10;
/** The first looks compile, which is no measure of those that follow: they are not counted. */
const freeLooks = 2;

/**
 * Says which steps are looked into, so that all of it takes half a hundredth of the time: the second step, then some of
 * every ten, and the last. Handlers that share one share its looks.
 */
export class LookSchedule {
  readonly #budget = new TimeBudget(shareOfTime, creditMs);
  #step = -1;
  #isDue = false;
  #looks = 0;
  /** From when on the time of the look that is under way is not counted yet. */
  #since: number | undefined;

  /** Whether there is time for something. */
  get isOpen(): boolean {
    return this.#budget.isOpen;
  }

  /** Whether the step after this state is looked into. */
  isDue(state: TrainingState): boolean {
    if (state.step === this.#step) return this.#isDue;
    this.#step = state.step;
    this.#isDue = this.#isNextDue(state);
    if (this.#isDue) this.#looks++;
    this.#since = this.#isDue ? performance.now() : undefined;
    return this.#isDue;
  }

  /** Counts the time since the look began, or since this was called for it before. */
  count(): void {
    if (this.#since === undefined) return;
    const now = performance.now();
    if (this.#looks > freeLooks) this.#budget.spend(now - this.#since);
    this.#since = now;
  }

  /** Counts the time of something else. */
  spend(milliseconds: number): void {
    this.#budget.spend(milliseconds);
  }

  /** The second step, so that nothing comes before the first; then steps of the grid, and the last. */
  #isNextDue({ step, samples, recipe, stepsPerEpoch, totalSteps }: TrainingState): boolean {
    const next = step + 1;
    const isLast = next === totalSteps;
    if (next % grid !== 0 && next !== 2 && !isLast) return false;
    // A smaller batch would have to be compiled for.
    if (next % stepsPerEpoch === 0 && samples % recipe.batchSize !== 0) return false;
    return isLast || this.#budget.isOpen;
  }
}
