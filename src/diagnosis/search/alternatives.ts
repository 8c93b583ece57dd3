import { average } from '../average.ts';
import type { Family } from '../families.ts';
import { type RemedyName, remedies } from '../remedies/index.ts';
import type { ScoredSet } from './endpoint.ts';
import { leastScore } from './minimal-set.ts';
import type { Scoreboard } from './scoreboard.ts';
import type { RemedyEffect } from './screening.ts';

/** Families whose changes can stand in for one another: what one cures, another often cures too. */
const kin: readonly (readonly Family[])[] = [
  ['learning-rate', 'epochs', 'optimizer', 'batch-size', 'schedule'],
  ['output-activation', 'loss', 'output-shape', 'target-scaling'],
  ['hidden-activation', 'initialization', 'capacity', 'batch-normalization', 'layers'],
  ['input-scaling', 'target-scaling', 'initialization', 'learning-rate'],
];
/** Changes less likely than this are not tried in another's place. */
const leastProbability = 0.08;
/** What a stand-in adds to the rest of the fix, as a share of what the fix gains. */
const leastEffect = 0.1;
/** How far the first seed may fall short of a cure for the others to be tried. */
const firstSeedShortfall = 0.02;
/** Most that are tried. */
const mostTried = 8;

/** A change that cures in another's place. */
export interface Alternative {
  readonly remedy: RemedyName;
  readonly replaces: RemedyName;
}

/** Changes that cure as well as one of the minimal set does: the same fault seen from another side. */
export async function findAlternatives(
  board: Scoreboard,
  effects: ReadonlyMap<RemedyName, RemedyEffect>,
  minimal: readonly RemedyName[],
  before: readonly number[],
  endpoint: ScoredSet,
): Promise<Alternative[]> {
  const least = Math.min(leastScore(before, endpoint), average(board.known(minimal)));
  const family = (name: RemedyName) => remedies[name].family;
  const areKin = (a: RemedyName, b: RemedyName) =>
    kin.some((group) => group.includes(family(a)) && group.includes(family(b)));
  const chosen = new Set(minimal.map(family));
  const tried = [...effects]
    .filter(([name, { probability }]) => probability >= leastProbability && !chosen.has(family(name)))
    .sort(([, a], [, b]) => b.probability - a.probability)
    .flatMap(([remedy]) => minimal.filter((name) => areKin(name, remedy)).map((replaces) => ({ remedy, replaces })))
    .slice(0, mostTried);
  const found = new Map<Family, Alternative>();
  for (const { remedy, replaces } of tried) {
    if (found.has(family(remedy))) continue;
    const others = minimal.filter((name) => name !== replaces);
    const set = [...others, remedy];
    const [first] = await board.scores(set, board.seeds.slice(0, 1));
    if (first! < least - firstSeedShortfall) continue;
    const scores = await board.scores(set);
    const rest = board.known(others);
    const isEffect = average(scores) - average(rest) >= leastEffect * (least - average(before));
    if (average(scores) >= least && isEffect) found.set(family(remedy), { remedy, replaces });
  }
  return [...found.values()];
}
