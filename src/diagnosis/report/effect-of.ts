import type { RemedyName } from '../remedies/index.ts';
import { average, standardError } from '../search/average.ts';
import type { Scoreboard } from '../search/scoreboard.ts';
import type { RemedyEffect } from '../search/screening.ts';
import type { SearchResult } from '../search/search.ts';
import type { Effect } from './diagnosis.ts';

/** Two-sided 95 % quantile of Student's distribution by degrees of freedom, from 1 on. */
const quantiles = [12.71, 4.3, 3.18, 2.78, 2.57, 2.45, 2.36, 2.31, 2.26];

/** What one change did, on whichever side it showed more: alone, or as what the whole recipe lacks without it. */
export function effectOf(board: Scoreboard, remedy: RemedyName, effect: RemedyEffect, found: SearchResult): Effect {
  const isAlone = effect.shares.alone >= effect.shares.removal || effect.without.length === 0;
  const withSet = isAlone ? [remedy] : found.endpoint.set;
  const withoutSet = isAlone ? [] : found.endpoint.set.filter((name) => name !== remedy);
  const count = isAlone ? effect.alone.length : effect.without.length;
  const withScores = (isAlone ? effect.alone : found.endpoint.scores).slice(0, count);
  const withoutScores = (isAlone ? found.before : effect.without).slice(0, count);
  const differences = withScores.map((score, index) => score - withoutScores[index]!);
  const difference = average(differences);
  const half = (quantiles[count - 2] ?? 2) * standardError(differences);
  const losses = (set: readonly RemedyName[]) => board.result(set, board.seeds[0]!)?.losses ?? [];
  return {
    without: average(withoutScores),
    with: average(withScores),
    difference,
    interval: count < 2 ? undefined : [difference - half, difference + half],
    against: isAlone ? 'as-is' : 'whole-recipe',
    seeds: count,
    curves: { without: losses(withoutSet), with: losses(withSet) },
  };
}
