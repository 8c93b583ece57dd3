import { studentQuantile } from './student-t.ts';

/** Some numbers in a few. */
export interface Spread {
  readonly mean: number;
  /** Standard deviation of a sample (divided by n − 1); 0 for a single number. */
  readonly deviation: number;
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** Sums up numbers, one or more. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  const squares = sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return {
    mean,
    deviation: sorted.length < 2 ? 0 : Math.sqrt(squares / (sorted.length - 1)),
    median: quantile(sorted, 0.5),
    least: sorted[0]!,
    most: sorted.at(-1)!,
  };
}

function quantile(sorted: readonly number[], share: number): number {
  const place = share * (sorted.length - 1);
  const below = sorted[Math.floor(place)]!;
  return below + (sorted[Math.ceil(place)]! - below) * (place % 1);
}

/** A mean difference, and the interval in which it lies with some confidence. */
export interface Difference {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
  /** Number of pairs. */
  readonly pairs: number;
}

/**
 * The mean of paired differences with the interval of Student's t; `undefined` for fewer than two pairs, of which nothing
 * can be said.
 *
 * @param confidence between 0 and 1, such as 0.95
 */
export function pairedDifference(differences: readonly number[], confidence: number): Difference | undefined {
  const pairs = differences.length;
  if (pairs < 2) return undefined;
  const { mean, deviation } = spreadOf(differences);
  const half = (studentQuantile((1 + confidence) / 2, pairs - 1) * deviation) / Math.sqrt(pairs);
  return { mean, low: mean - half, high: mean + half, pairs };
}
