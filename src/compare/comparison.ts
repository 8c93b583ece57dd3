import { type MetricName, metrics } from '../nn/index.ts';
import { type Difference, pairedDifference, type Spread, spreadOf } from './spread.ts';
import type { Trial } from './trial.ts';

/** A training that was made for a variant. */
export interface SeededTrial extends Trial {
  readonly seed: number;
}

/** What the variants are judged by: the first metric, or the loss where there is none. */
export interface Score {
  readonly name: 'loss' | MetricName;
  readonly label: string;
  readonly better: 'higher' | 'lower';
}

/** How a variant stands to the best one. */
export type Verdict =
  /** It has the best mean, or none other could be told from it yet. */
  | { readonly kind: 'best' }
  /** Worse by more than chance explains. */
  | { readonly kind: 'worse'; readonly by: Difference }
  /** The interval holds 0. */
  | { readonly kind: 'chance'; readonly by: Difference }
  /** Fewer than two seeds in common. */
  | { readonly kind: 'unknown' }
  /** It came to numbers that are not finite for some seeds. */
  | { readonly kind: 'failed'; readonly seeds: number };

/** All trainings of one variant. */
export interface VariantSummary {
  readonly name: string;
  readonly parameters: number;
  readonly trials: readonly SeededTrial[];
  /** Over the seeds whose training stayed finite; undefined where none did. */
  readonly training: Spread | undefined;
  readonly validation: Readonly<Record<string, Spread>>;
  readonly seconds: Spread;
  readonly verdict: Verdict;
}

/** Variants that differ in one thing, trained under the same seeds. */
export interface Comparison {
  readonly score: Score;
  /** Confidence of all intervals together. */
  readonly confidence: number;
  readonly variants: readonly VariantSummary[];
}

const confidence = 0.95;

/**
 * Sums up the trainings of some variants. Each is compared with the one that has the best mean score, pair by pair over the
 * seeds that both have, by an interval of Student's t; with Bonferroni's correction the confidence is that of all intervals
 * together.
 *
 * @param trials by variant, in order; variants without a training are left out
 */
export function summarizeComparison(trials: ReadonlyMap<string, readonly SeededTrial[]>): Comparison {
  const groups = [...trials].filter(([, group]) => group.length > 0);
  const score = scoreOf(groups.flatMap(([, group]) => group));
  const scoreIn = ({ validation }: Trial) =>
    score.name === 'loss' ? validation.loss : validation.metrics[score.name]!;
  const finite = (group: readonly SeededTrial[]) => group.filter(({ reason }) => reason === 'completed');
  const sign = score.better === 'higher' ? -1 : 1;
  const cost = (group: readonly SeededTrial[]) =>
    finite(group).length < group.length ? Number.POSITIVE_INFINITY : sign * spreadOf(group.map(scoreIn)).mean;
  const best = groups.reduce<(typeof groups)[number] | undefined>(
    (so, group) => (so === undefined || cost(group[1]) < cost(so[1]) ? group : so),
    undefined,
  );
  const each = 1 - (1 - confidence) / Math.max(1, groups.length - 1);
  const verdictOf = (name: string, group: readonly SeededTrial[]): Verdict => {
    const failed = group.length - finite(group).length;
    if (failed > 0) return { kind: 'failed', seeds: failed };
    if (name === best![0]) return { kind: 'best' };
    const bestBySeed = new Map(best![1].map((trial) => [trial.seed, scoreIn(trial)]));
    const pairs = group.filter(({ seed }) => bestBySeed.has(seed));
    const by = pairedDifference(
      pairs.map((trial) => sign * (scoreIn(trial) - bestBySeed.get(trial.seed)!)),
      each,
    );
    if (by === undefined) return { kind: 'unknown' };
    return { kind: by.low > 0 ? 'worse' : 'chance', by };
  };
  return {
    score,
    confidence,
    variants: groups.map(([name, group]) => ({
      name,
      parameters: group[0]!.parameters,
      trials: group,
      training: finite(group).length === 0 ? undefined : spreadOf(finite(group).map(({ training }) => training.loss)),
      validation: validationOf(finite(group)),
      seconds: spreadOf(group.map(({ seconds }) => seconds)),
      verdict: verdictOf(name, group),
    })),
  };
}

function validationOf(trials: readonly Trial[]): Record<string, Spread> {
  const [first] = trials;
  if (first === undefined) return {};
  const names = Object.keys(first.validation.metrics);
  return {
    loss: spreadOf(trials.map(({ validation }) => validation.loss)),
    ...Object.fromEntries(
      names.map((name) => [name, spreadOf(trials.map((trial) => trial.validation.metrics[name]!))]),
    ),
  };
}

function scoreOf(trials: readonly Trial[]): Score {
  const names = trials.flatMap(({ validation }) => Object.keys(validation.metrics)) as MetricName[];
  const [name] = names;
  if (name === undefined) return { name: 'loss', label: 'loss', better: 'lower' };
  return { name, label: metrics[name].label, better: metrics[name].better };
}

/** Median, least and most of each point of some curves; at points that only some of them reach, of those. */
export function bandOf(curves: readonly (readonly number[])[]): Spread[] {
  const length = Math.max(0, ...curves.map((curve) => curve.length));
  return Array.from({ length }, (_, point) => spreadOf(curves.flatMap((curve) => curve[point] ?? [])));
}
