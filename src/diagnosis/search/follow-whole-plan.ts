import { average } from '../average.ts';
import type { RemedyName } from '../remedies/index.ts';
import type { ScoredSet } from './endpoint.ts';
import { shrink } from './minimal-set.ts';
import type { Scoreboard, UpdateLimits } from './scoreboard.ts';
import type { RemedyEffect } from './screening.ts';

/** What a search of short trainings found. */
export interface ShortSearch {
  readonly effects: ReadonlyMap<RemedyName, RemedyEffect>;
  readonly endpoint: ScoredSet;
  readonly minimal: readonly RemedyName[];
}

/** What trainings by the whole plan say instead. */
export interface WholePlanResult extends ShortSearch {
  readonly before: readonly number[];
  readonly after: readonly number[];
}

/** Changes that may do better in a long training than those of the whole recipe in their place, or than none there. */
const replacements: readonly { readonly remedy: RemedyName; readonly replaces?: RemedyName }[] = [
  { remedy: 'noBatchNormalization' },
  { remedy: 'boundedInputs', replaces: 'squashedInputs' },
];

/** A set cures if it leaves no more than so many times as much unexplained as the best one. */
const tolerance = 1.25;
/** A change that does so much, or so little, under the first seed is not looked at under the others. */
const clear = { much: 2, little: 1.05 } as const;

/**
 * What only shows in long trainings: where a search had to cut trainings of numbers short, makes those that matter anew by the
 * whole plan. Where the smallest set leaves clearly more unexplained than the whole recipe, what the recipe cannot do
 * without becomes the fix. Effects are told as factors of the unexplained share, 1 − R²: near a perfect answer a network of
 * half the error has all but the same R².
 *
 * @param onPartial gets what is known before all is
 * @returns undefined where the set that was found stands; the board's limits are as before then
 */
export async function followWholePlan(
  board: Scoreboard,
  found: ShortSearch,
  limits: UpdateLimits,
  onPartial: (partial: WholePlanResult) => void,
): Promise<WholePlanResult | undefined> {
  const shorter = board.limits;
  board.limits = limits;
  let isKept = false;
  try {
    const endpoint = await bestForm(board, found);
    const unexplained = remainder(endpoint.scores);
    const isCure = (scores: readonly number[]) => remainder(scores) <= tolerance * unexplained;
    const cures = async (set: readonly RemedyName[]) =>
      remainder(await board.scores(set, board.seeds.slice(0, 1))) <= clear.much * unexplained &&
      isCure(await board.scores(set));
    if (await cures(found.minimal)) return undefined;
    isKept = true;
    const before = await board.scores([]);
    const effects = new Map(found.effects);
    let result = { endpoint, effects, before, minimal: endpoint.set, after: endpoint.scores };
    onPartial(result);
    const needed = await neededOf(board, endpoint, found.effects, (name, effect) => effects.set(name, effect));
    const chance = (name: RemedyName) => effects.get(name)!.probability + (needed.includes(name) ? 1 : 0);
    const minimal = (await cures(needed)) ? needed : await shrink(endpoint.set, chance, cures);
    result = { ...result, minimal: board.applied(minimal), after: await board.scores(minimal) };
    onPartial(result);
    await Promise.all(minimal.map((name) => board.scores(minimal.filter((other) => other !== name))));
    return result;
  } finally {
    if (!isKept && shorter !== undefined) board.limits = shorter;
  }
}

/** The whole recipe in the form that leaves least unexplained. */
async function bestForm(board: Scoreboard, { endpoint, effects }: ShortSearch): Promise<ScoredSet> {
  const known = (name: RemedyName) => effects.has(name);
  // A rate that falls at the very end does no worse than one that never does.
  let forms: readonly (readonly RemedyName[])[] = [
    known('lateDrop') ? replace(endpoint.set, 'lateDrop', 'constantRate') : endpoint.set,
  ];
  for (const { remedy, replaces } of replacements) {
    if (known(remedy)) forms = forms.flatMap((form) => [form, replace(form, remedy, replaces)]);
  }
  const [firstSeed] = board.seeds;
  const scored = await Promise.all(
    forms.map(async (form) => ({ form, score: average(await board.scores(form, [firstSeed!])) })),
  );
  const { form } = scored.reduce((best, other) => (other.score > best.score ? other : best));
  const set = board.applied(form);
  return { set, scores: await board.scores(set) };
}

const replace = (set: readonly RemedyName[], remedy: RemedyName, replaces: RemedyName | undefined) => [
  ...set.filter((name) => name !== replaces),
  remedy,
];

/** The changes without which a set does clearly worse, each with what its absence does. */
async function neededOf(
  board: Scoreboard,
  endpoint: ScoredSet,
  effects: ReadonlyMap<RemedyName, RemedyEffect>,
  onEffect: (name: RemedyName, effect: RemedyEffect) => void,
): Promise<RemedyName[]> {
  const needed: RemedyName[] = [];
  const setting = { limits: board.limits, endpoint: endpoint.set };
  await Promise.all(
    endpoint.set.map(async (name) => {
      const rest = endpoint.set.filter((other) => other !== name);
      const factorOf = (scores: readonly number[]) =>
        remainder(scores) / remainder(endpoint.scores.slice(0, scores.length));
      const first = await board.scores(rest, board.seeds.slice(0, 1));
      const isClear = factorOf(first) >= clear.much || factorOf(first) <= clear.little;
      const without = isClear ? first : await board.scores(rest);
      if (factorOf(without) >= tolerance) needed.push(name);
      const earlier = effects.get(name);
      if (earlier !== undefined) onEffect(name, { ...earlier, without, setting });
    }),
  );
  return endpoint.set.filter((name) => needed.includes(name));
}

/** The share that is left unexplained, as a mean of seeds in which each factor counts alike. */
function remainder(scores: readonly number[]): number {
  return Math.exp(average(scores.map((score) => Math.log(Math.max(1 - score, Number.EPSILON)))));
}
