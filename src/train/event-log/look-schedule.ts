import type { TrainingState } from '../events.ts';
import { TimeBudget } from './time-budget.ts';

/** Of the time of a training, for looking into steps and for pictures; what is left of a hundredth is for scalars. */
const shareOfTime = 0.0025;
/** A training is looked into this often on credit: a short one earns too little time. */
const looksOnCredit = 20;
const creditMs = 20;
/** Steps that are looked into are multiples of this. */
const grid = 10;
/** The first looks compile, which is no measure of those that follow: they are not counted. */
const freeLooks = 2;

/**
 * Says which steps are looked into: the second step, the tenth, one in each twentieth of the training, the last, and as many
 * of every ten as a four-hundredth of the time allows. Handlers that share one share its looks.
 */
export class LookSchedule {
  readonly #budget = new TimeBudget(shareOfTime);
  #step = -1;
  #isDue = false;
  #looks = 0;
  /** The step of the last look. */
  #lookedAt = 0;
  /** From when on the time of the look that is under way is not counted yet. */
  #since: number | undefined;

  /** Whether there is time for something that was last done at that step; on credit, where a twentieth of the training lies between. */
  isOpen({ step, totalSteps }: TrainingState, lastStep: number): boolean {
    return this.#budget.isOpen(step - lastStep >= totalSteps / looksOnCredit ? creditMs : 0);
  }

  /** Whether the step after this state is looked into. */
  isDue(state: TrainingState): boolean {
    if (state.step === this.#step) return this.#isDue;
    this.#step = state.step;
    this.#isDue = this.#isNextDue(state);
    this.#since = undefined;
    if (this.#isDue) {
      this.#looks++;
      this.#lookedAt = state.step;
      this.#since = performance.now();
    }
    return this.#isDue;
  }

  /**
   * Counts the time since the look began, or since this was called for it before: with the step itself, since those that
   * follow a look are slower.
   */
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
  #isNextDue(state: TrainingState): boolean {
    const { step, samples, recipe, stepsPerEpoch, totalSteps } = state;
    const next = step + 1;
    const isLast = next === totalSteps;
    if (next % grid !== 0 && next !== 2 && !isLast) return false;
    // A smaller batch would have to be compiled for.
    if (next % stepsPerEpoch === 0 && samples % recipe.batchSize !== 0) return false;
    return isLast || this.#looks < freeLooks || this.isOpen(state, this.#lookedAt);
  }
}
