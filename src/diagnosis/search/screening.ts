import { average } from '../average.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { RemedySuspicion } from '../rules/suspicions-of.ts';
import type { ScoredSet } from './endpoint.ts';
import { causeProbability, type EffectShares } from './probability.ts';
import type { Scoreboard, UpdateLimits } from './scoreboard.ts';

/** What trials said of one remedy. */
export interface RemedyEffect {
  readonly suspicion: RemedySuspicion;
  /** Scores with this change alone; fewer than there are seeds where the first was clear. */
  readonly alone: readonly number[];
  /** Scores of the whole recipe without it; empty where it is no part of that. */
  readonly without: readonly number[];
  readonly shares: EffectShares;
  /** That it names a cause, from 0 to 1. */
  readonly probability: number;
  readonly setting: EffectSetting;
}

/** Under what an effect was measured. */
export interface EffectSetting {
  readonly limits: UpdateLimits | undefined;
  /** The whole recipe. */
  readonly endpoint: readonly RemedyName[];
}

/** An effect under the first seed below this share of the gain is not looked at under the others. */
const negligible = 0.15;

/**
 * Tries each suspect alone, and the whole recipe without it: under the first seed, and under all where something moves.
 *
 * @param onEffect gets all effects that are known, whenever there is one more
 */
export async function screen(
  board: Scoreboard,
  suspects: ReadonlyMap<RemedyName, RemedySuspicion>,
  before: readonly number[],
  endpoint: ScoredSet,
  onEffect: (effects: ReadonlyMap<RemedyName, RemedyEffect>) => void,
): Promise<Map<RemedyName, RemedyEffect>> {
  const gain = average(endpoint.scores) - average(before);
  const effects = new Map<RemedyName, RemedyEffect>();
  const setting = { limits: board.limits, endpoint: endpoint.set };
  const [firstSeed] = board.seeds;
  const measure = async (set: readonly RemedyName[], shareOf: (scores: readonly number[]) => number) => {
    const first = await board.scores(set, [firstSeed!]);
    return Math.abs(shareOf(first)) < negligible ? first : await board.scores(set);
  };
  const aloneShare = (scores: readonly number[]) => (average(scores) - average(before.slice(0, scores.length))) / gain;
  const removalShare = (scores: readonly number[]) =>
    (average(endpoint.scores.slice(0, scores.length)) - average(scores)) / gain;
  await Promise.all(
    [...suspects]
      .sort(([, a], [, b]) => b.likelihood - a.likelihood)
      .map(async ([name, suspicion]) => {
        const alone = await measure([name], aloneShare);
        const isPart = endpoint.set.includes(name);
        const without = isPart
          ? await measure(
              endpoint.set.filter((other) => other !== name),
              removalShare,
            )
          : [];
        const shares = { alone: aloneShare(alone), removal: isPart ? removalShare(without) : 0 };
        const probability = causeProbability(suspicion.likelihood, shares);
        effects.set(name, { suspicion, alone, without, shares, probability, setting });
        onEffect(new Map(effects));
      }),
  );
  return effects;
}
