import { average } from '../average.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { ScoredSet } from './endpoint.ts';
import type { Scoreboard } from './scoreboard.ts';
import type { RemedyEffect } from './screening.ts';

/** A set cures if it reaches the whole recipe's score but for this share of it, and of the gain. */
const tolerance = { ofScore: 0.04, ofGain: 0.15 } as const;
/** What each further change has to bring, as a share of the way from a constant answer or the training as it is. */
const worthOfChange = 0.05;
/** How many of the likeliest remedies are tried in pairs. */
const pairedRemedies = 5;

/** What a set has to reach to count as a cure. */
export function leastScore(before: readonly number[], endpoint: ScoredSet): number {
  const end = average(endpoint.scores);
  const gain = end - average(before);
  return end - Math.min(tolerance.ofScore * Math.abs(end), tolerance.ofGain * gain);
}

/**
 * The smallest set of changes found that cures: one of the likeliest single changes, else a pair, else what is left of the
 * whole recipe when all that it can do without is taken away (delta debugging).
 *
 * @param triesPairs false where longer trainings decide anyway
 */
export async function minimalSet(
  board: Scoreboard,
  effects: ReadonlyMap<RemedyName, RemedyEffect>,
  before: readonly number[],
  endpoint: ScoredSet,
  triesPairs = true,
): Promise<readonly RemedyName[]> {
  const gain = average(endpoint.scores) - average(before);
  const target = leastScore(before, endpoint);
  const isEnough = (scores: readonly number[]) => average(scores) >= target;
  const cures = async (set: readonly RemedyName[]) => {
    const first = await board.scores(set, board.seeds.slice(0, 1));
    // A first seed far below the target cannot be made up for by the others.
    if (first[0]! < target - 0.3 * gain) return false;
    return isEnough(await board.scores(set));
  };
  const ranked = [...effects].sort(([, a], [, b]) => b.probability - a.probability);
  for (const [name, { alone }] of ranked) if (isEnough(alone) && (await cures([name]))) return [name];

  const likeliest = ranked.slice(0, triesPairs ? pairedRemedies : 0).map(([name]) => name);
  const pairs = likeliest.flatMap((a, index) => likeliest.slice(index + 1).map((b) => [a, b] as const));
  const chance = (name: RemedyName) => effects.get(name)!.probability;
  pairs.sort((p, q) => chance(q[0]) * chance(q[1]) - chance(p[0]) * chance(p[1]));
  for (const pair of pairs) if (await cures(pair)) return pair;

  return await shrink(endpoint.set, (name) => chance(name), cures);
}

/** The set found, or a smaller one that was tried and does nearly as well: the fewer changes, the clearer the cause. */
export function mostEconomical(
  board: Scoreboard,
  found: readonly RemedyName[],
  before: readonly number[],
): readonly RemedyName[] {
  const reached = average(board.known(found));
  const worth = worthOfChange * (reached - Math.max(average(before), board.floor));
  const value = (set: readonly RemedyName[]) => average(board.known(set)) - worth * set.length;
  let best = found;
  for (const set of board.complete()) {
    if (set.length > 0 && set.length < found.length && value(set) > value(best)) best = set;
  }
  return best;
}

/** Takes changes away from a set that cures, halves of the least likely first, as long as it cures. */
export async function shrink(
  set: readonly RemedyName[],
  chance: (name: RemedyName) => number,
  cures: (set: readonly RemedyName[]) => Promise<boolean>,
): Promise<readonly RemedyName[]> {
  let left = [...set];
  let candidates = [...set].sort((a, b) => chance(a) - chance(b));
  let size = Math.ceil(candidates.length / 2);
  while (candidates.length > 0) {
    const group = new Set(candidates.slice(0, size));
    const fewer = left.filter((name) => !group.has(name));
    if (fewer.length > 0 && (await cures(fewer))) {
      left = fewer;
      candidates = candidates.slice(size);
    } else if (size > 1) {
      size = Math.ceil(size / 2);
      continue;
    } else candidates = candidates.slice(1);
    size = Math.min(size, candidates.length);
  }
  return left;
}
