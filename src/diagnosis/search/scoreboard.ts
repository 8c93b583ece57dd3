import { applyRemedies, type RemedyContext, type RemedyName } from '../remedies/index.ts';
import type { Subject } from '../subject.ts';
import type { TrialRequest, TrialResult } from '../trials/trial.ts';
import type { Budget } from './budget.ts';

export interface ScoreboardOptions {
  readonly subject: Subject;
  readonly context: Omit<RemedyContext, 'seed'>;
  readonly seeds: readonly number[];
  readonly run: (request: TrialRequest) => Promise<TrialResult>;
  readonly budget: Budget;
  /** Score of the best constant answer, on the samples that are scored. */
  readonly floor: number;
}

/** How many updates a training may make. */
export interface UpdateLimits {
  readonly planned: number;
  readonly affordable: number;
  /** Whether the plan is followed to its end although it is more than is affordable. */
  readonly isPlanKept: boolean;
}

/** Updates that are enough for the networks that a search can afford to look at. */
const longEnough = 3000;
/** Updates of a pilot. */
const pilotUpdates = 64;

/** Remedies under which a training makes more updates than it did. */
const lengthening: ReadonlySet<RemedyName> = new Set(['moreEpochs', 'usualBatches']);

/** Far below a constant answer all is equally lost: differences there mean nothing. */
const depth = 0.5;

/** Trials made so far and their scores; each is made once. */
export class Scoreboard {
  readonly seeds: readonly number[];
  /** Whether the training samples are scored: where nothing can be learned for the validation samples. */
  scoresTraining = false;
  /** What one training may cost at most, in updates; undefined before that is known. */
  limits: UpdateLimits | undefined;
  floor: number;
  readonly #options: ScoreboardOptions;
  readonly #trials = new Map<string, Promise<TrialResult>>();
  readonly #results = new Map<string, TrialResult>();
  readonly #sets = new Map<string, readonly RemedyName[]>();
  /** By the names asked for. */
  readonly #applied = new Map<string, readonly RemedyName[]>();

  constructor(options: ScoreboardOptions) {
    this.#options = options;
    this.seeds = options.seeds;
    this.floor = options.floor;
  }

  /** Makes a trial unless it was made already. Throws BudgetEnded where none may be made any more. */
  async trial(set: Iterable<RemedyName>, seed: number): Promise<TrialResult> {
    const remedies = this.applied(set);
    const mostUpdates = mostUpdatesOf(remedies, this.limits);
    const key = keyOf(remedies, seed, mostUpdates);
    let trial = this.#trials.get(key);
    if (trial === undefined) {
      const { run, budget } = this.#options;
      const limit = mostUpdates === undefined ? {} : { mostUpdates };
      trial = budget.spend(() => run({ remedies, seed, ...limit }));
      this.#trials.set(key, trial);
      this.#sets.set(remedies.join(), remedies);
      trial.then((result) => this.#results.set(key, result)).catch(() => this.#trials.delete(key));
    }
    return await trial;
  }

  /** A few updates of the training as it is, to see how long they take. */
  async pilot(): Promise<TrialResult> {
    const { run, budget, seeds } = this.#options;
    return await budget.spend(() => run({ remedies: [], seed: seeds[0]!, mostUpdates: pilotUpdates }));
  }

  /** The result of a trial that was made, under the limits of today or of earlier. */
  result(set: Iterable<RemedyName>, seed: number, limits = this.limits): TrialResult | undefined {
    const remedies = this.applied(set);
    return this.#results.get(keyOf(remedies, seed, mostUpdatesOf(remedies, limits)));
  }

  /** Of the trainings with most updates the one that took as long as most: it tells how long an update takes. */
  longest(): TrialResult | undefined {
    const results = [...this.#results.values()];
    const most = Math.max(...results.map(({ steps }) => steps));
    const longest = results.filter(({ steps }) => steps === most).sort((a, b) => a.seconds - b.seconds);
    return longest[longest.length >> 1];
  }

  /** Scores under some seeds, all by default. */
  async scores(set: Iterable<RemedyName>, seeds: readonly number[] = this.seeds): Promise<number[]> {
    const remedies = [...set];
    return await Promise.all(seeds.map(async (seed) => this.scoreOf(await this.trial(remedies, seed))));
  }

  /** Scores of the trials of a set that are made, under the limits of today or of earlier. */
  known(set: Iterable<RemedyName>, limits = this.limits): number[] {
    const remedies = [...set];
    return this.seeds.flatMap((seed) => {
      const result = this.result(remedies, seed, limits);
      return result === undefined ? [] : [this.scoreOf(result)];
    });
  }

  /** All sets whose trials are made under every seed. */
  complete(): (readonly RemedyName[])[] {
    const sets = [...this.#sets.values()];
    return sets.filter((set) => this.known(set).length === this.seeds.length);
  }

  scoreOf(result: TrialResult): number {
    const score = this.scoresTraining ? result.trainingScore : result.score;
    return Math.max(this.floor - depth, Number.isNaN(score) ? Number.NEGATIVE_INFINITY : score);
  }

  /** Allows trainings that are four times as long; false where they are as long as they need be. */
  lengthen(): boolean {
    if (this.limits === undefined || this.limits.affordable >= longEnough) return false;
    this.limits = { ...this.limits, affordable: 4 * this.limits.affordable };
    return true;
  }

  /**
   * Those of a set that change something once the others are applied, in the order in which they combine: sets that come to
   * the same share their trials.
   */
  applied(set: Iterable<RemedyName>): readonly RemedyName[] {
    const names = [...set];
    const key = names.join();
    let applied = this.#applied.get(key);
    if (applied === undefined) {
      // Rebuilds the graph for each remedy: worth doing once.
      const { subject, context } = this.#options;
      ({ applied } = applyRemedies(subject.design, names, { ...context, seed: 0 }));
      this.#applied.set(key, applied);
    }
    return applied;
  }
}

/** Remedies that lengthen a training are limited in any case, others where the training as it is takes too long. */
function mostUpdatesOf(remedies: readonly RemedyName[], limits: UpdateLimits | undefined): number | undefined {
  if (limits === undefined) return undefined;
  const { affordable, planned } = limits;
  if (planned > affordable && !limits.isPlanKept) return affordable;
  return remedies.some((name) => lengthening.has(name)) ? Math.max(affordable, planned) : undefined;
}

const keyOf = (remedies: readonly RemedyName[], seed: number, mostUpdates: number | undefined) =>
  `${remedies.join()}@${seed}@${mostUpdates ?? ''}`;
