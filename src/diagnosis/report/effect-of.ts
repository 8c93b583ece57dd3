import { pairedDifference } from '../../compare/index.ts';
import { average } from '../average.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { Scoreboard, UpdateLimits } from '../search/scoreboard.ts';
import type { RemedyEffect } from '../search/screening.ts';
import type { SearchResult } from '../search/search.ts';
import type { Effect } from './diagnosis.ts';

/** Of the intervals of effects. */
const confidence = 0.95;

/**
 * What one change did: of the minimal fix, or in the place of one of it, what the rest of that lacks without it; else on
 * whichever side it showed more, alone or as what the whole recipe lacks.
 */
export function effectOf(board: Scoreboard, remedy: RemedyName, effect: RemedyEffect, found: SearchResult): Effect {
  const { against, withSet, withoutSet, limits } = comparison(board, remedy, effect, found);
  const count = Math.min(board.known(withSet, limits).length, board.known(withoutSet, limits).length);
  const withScores = board.known(withSet, limits).slice(0, count);
  const withoutScores = board.known(withoutSet, limits).slice(0, count);
  const differences = withScores.map((score, index) => score - withoutScores[index]!);
  const paired = pairedDifference(differences, confidence);
  const losses = (set: readonly RemedyName[]) => board.result(set, board.seeds[0]!, limits)?.losses ?? [];
  return {
    without: average(withoutScores),
    with: average(withScores),
    difference: average(differences),
    interval: paired && [paired.low, paired.high],
    against,
    seeds: count,
    curves: { without: losses(withoutSet), with: losses(withSet) },
  };
}

interface Comparison {
  readonly against: Effect['against'];
  readonly withSet: readonly RemedyName[];
  readonly withoutSet: readonly RemedyName[];
  /** Of the trainings that are compared. */
  readonly limits: UpdateLimits | undefined;
}

function comparison(board: Scoreboard, remedy: RemedyName, effect: RemedyEffect, found: SearchResult): Comparison {
  const lessThis = (set: readonly RemedyName[]) => set.filter((name) => name !== remedy);
  const { minimal } = found;
  const { limits } = board;
  const { setting } = effect;
  if (minimal.length > 1 && minimal.includes(remedy) && board.known(lessThis(minimal)).length > 0) {
    return { against: 'minimal-fix', withSet: minimal, withoutSet: lessThis(minimal), limits };
  }
  const alternative = found.alternatives.find((other) => other.remedy === remedy);
  if (alternative !== undefined) {
    const rest = minimal.filter((name) => name !== alternative.replaces);
    if (board.known(rest).length > 0) {
      return { against: 'minimal-fix', withSet: [...rest, remedy], withoutSet: rest, limits };
    }
  }
  if (effect.shares.alone >= effect.shares.removal || effect.without.length === 0) {
    return { against: 'as-is', withSet: [remedy], withoutSet: [], limits: setting.limits };
  }
  const { endpoint } = setting;
  return { against: 'whole-recipe', withSet: endpoint, withoutSet: lessThis(endpoint), limits: setting.limits };
}
