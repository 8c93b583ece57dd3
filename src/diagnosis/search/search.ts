import { average } from '../average.ts';
import { type RemedyName, remedyNames } from '../remedies/index.ts';
import type { RemedySuspicion } from '../rules/suspicions-of.ts';
import type { TrialResult } from '../trials/trial.ts';
import { type Alternative, findAlternatives } from './alternatives.ts';
import { BudgetEnded } from './budget.ts';
import { findEndpoint } from './endpoint.ts';
import { followWholePlan } from './follow-whole-plan.ts';
import { minimalSet, mostEconomical } from './minimal-set.ts';
import type { Scoreboard, UpdateLimits } from './scoreboard.ts';
import { type RemedyEffect, screen } from './screening.ts';
import { judge, type Verdict } from './verdict.ts';

export interface SearchOptions {
  readonly board: Scoreboard;
  /** Score of the best constant answer on the training samples. */
  readonly trainingFloor: number;
  /** Remedies to try, with how likely each is to be the cure, in the light of the trainings as they are. */
  readonly suspect: (asIs: readonly TrialResult[]) => Promise<ReadonlyMap<RemedyName, RemedySuspicion>>;
  /** Whether a fault of the data was measured: then learning the training samples by heart is no cure. */
  readonly hasDataFault: boolean;
  /** What one training may cost, from a first short one. */
  readonly limits: (pilot: TrialResult) => UpdateLimits;
  /** What longer trainings may cost that come after these, from the longest so far; undefined where there are none. */
  readonly longerLimits?: (limits: UpdateLimits, longest: TrialResult) => UpdateLimits | undefined;
  /** What is being tried, in words. */
  readonly onStage?: (stage: string) => void;
}

/** What a search found; where its budget ended early, as far as it came. */
export interface SearchResult {
  readonly verdict: Verdict;
  readonly isComplete: boolean;
  /** Scores of the training as it is. */
  readonly before: readonly number[];
  /** The whole recipe, in the form that did best, and its scores. */
  readonly endpoint: { readonly set: readonly RemedyName[]; readonly scores: readonly number[] };
  /** Of the remedies that were tried. */
  readonly effects: ReadonlyMap<RemedyName, RemedyEffect>;
  /** The smallest set found that cures, and its scores. */
  readonly minimal: readonly RemedyName[];
  readonly after: readonly number[];
  /** Changes that cure as well in the place of one of the minimal set. */
  readonly alternatives: readonly Alternative[];
}

/** Looks for what keeps a subject from learning: compares it with the whole recipe, then finds what makes the difference. */
export async function search(options: SearchOptions): Promise<SearchResult> {
  const { board, trainingFloor, suspect, hasDataFault, limits, longerLimits, onStage = () => undefined } = options;
  let result: SearchResult = {
    verdict: 'inconclusive',
    isComplete: false,
    before: [],
    endpoint: { set: [], scores: [] },
    effects: new Map(),
    minimal: [],
    after: [],
    alternatives: [],
  };
  const keep = (fields: Partial<SearchResult>) => {
    result = { ...result, ...fields };
  };
  try {
    onStage('training as it is');
    const pilot = await board.pilot();
    board.limits = limits(pilot);
    keep({ before: await board.scores([]) });
    const suspects = await suspect(await Promise.all(board.seeds.map((seed) => board.trial([], seed))));
    onStage('training by the whole recipe');
    const endpoint = await findEndpoint(board, suspects, trainingFloor);
    keep({ endpoint, before: await board.scores([]) });
    const memory = board.scoresTraining ? (hasDataFault ? 'no cure' : 'last resort') : undefined;
    const verdict = judge(result.before, endpoint.scores, board.floor, memory);
    keep({ verdict });
    if (verdict !== 'faulty') return { ...result, isComplete: true };
    onStage('one change at a time');
    const effects = await screen(board, suspects, result.before, endpoint, (partial) => keep({ effects: partial }));
    keep({ effects });
    onStage('the smallest set of changes that cures');
    const longerTrainings = () =>
      board.scoresTraining ? undefined : longerLimits?.(board.limits!, board.longest() ?? pilot);
    const cure = await minimalSet(board, effects, result.before, endpoint, longerTrainings() === undefined);
    const minimal = mostEconomical(board, cure, result.before);
    keep({ minimal: inOrder(minimal), after: await board.scores(minimal) });
    const longer = longerTrainings();
    if (longer !== undefined) {
      onStage('training by the whole plan');
      const found = await followWholePlan(board, { effects, endpoint, minimal }, longer, keep);
      if (found !== undefined) {
        keep({ ...found, isComplete: true });
        return result;
      }
    }
    onStage('whether each of them is needed');
    await Promise.all(minimal.map((name) => board.scores(minimal.filter((other) => other !== name))));
    onStage('what cures as well');
    const alternatives = await findAlternatives(board, effects, minimal, result.before, endpoint);
    keep({ alternatives, isComplete: true });
  } catch (error) {
    if (!(error instanceof BudgetEnded)) throw error;
    if (result.verdict === 'faulty' && result.minimal.length === 0) keep(bestSoFar(board, result));
  }
  return result;
}

/** Where the budget ended before a minimal set was found: the single change that did best, or the whole recipe. */
function bestSoFar(board: Scoreboard, { effects, endpoint, before }: SearchResult): Partial<SearchResult> {
  let minimal = endpoint.set;
  for (const [name, effect] of effects) {
    const scores = board.known([name]);
    const isCure = scores.length > 0 && effect.shares.alone > 0.8;
    if (isCure && average(scores) > average(before) && minimal.length > 1) minimal = [name];
  }
  return { minimal, after: board.known(minimal) };
}

const inOrder = (set: readonly RemedyName[]): RemedyName[] => remedyNames.filter((name) => set.includes(name));
