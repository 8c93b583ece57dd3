import type { SquashFunction } from '../../nn/index.ts';

/**
 * Whitened values farther than this from 0 are looked at: their inputs, and through a squared error the gradients that
 * they cause, are ten and a hundred times those of ordinary ones. 100,000 normal values stay within 4.5, as many of an
 * exponential distribution within 11.
 */
export const farDeviations = 10;
/** Largest magnitude over the median one above which no single linear scale serves both: two decades. */
export const widestLinearRange = 100;
/**
 * tanh(6) lies 200 steps of float32 below 1, so that values up to 6 C stay apart; their median one is at least 0.01 then
 * while the range is no wider than 600. Wider ranges take a function that grows like a logarithm.
 */
export const tanhReach = 6;
export const widestTanhRange = tanhReach * widestLinearRange;

/** What decides on squashing: of one group of training values. */
export interface Range {
  readonly minimum: number;
  readonly maximum: number;
  readonly mean: number;
  readonly deviation: number;
  /** Median of the magnitudes of all values but 0. */
  readonly typical: number;
}

/** A function and its C. */
export interface Squash {
  readonly function: SquashFunction;
  readonly scale: number;
}

/** Whether values lie so far out that their magnitudes are worth a look. */
export function reachesFar({ minimum, maximum, mean, deviation }: Omit<Range, 'typical'>): boolean {
  return deviation > 0 && Math.max(maximum - mean, mean - minimum) > farDeviations * deviation;
}

/** Largest magnitude of a range over its typical one. */
export function dynamicRange({ minimum, maximum, typical }: Range): number {
  return typical > 0 ? Math.max(Math.abs(minimum), Math.abs(maximum)) / typical : 1;
}

/**
 * The function that a range asks for, or none. Up to {@link widestLinearRange} values are left linear; up to
 * {@link widestTanhRange} tanh(x / C) caps the far ones; beyond, log(1 + x / C) keeps apart values of many decades, or
 * asinh(x / C) where some are negative.
 */
export function chooseSquash(range: Range): Squash | undefined {
  if (!reachesFar(range)) return undefined;
  const ratio = dynamicRange(range);
  if (ratio <= widestLinearRange) return undefined;
  if (ratio <= widestTanhRange) return { function: 'tanh', scale: squashScale('tanh', range) };
  const name = range.minimum < 0 ? 'asinh' : 'log1p';
  return { function: name, scale: squashScale(name, range) };
}

/**
 * C for a function: for tanh such that the largest magnitude is 6 C and does not saturate; for the others the typical
 * magnitude, where they pass from linear to logarithmic.
 */
export function squashScale(name: SquashFunction, { minimum, maximum, typical }: Range): number {
  const largest = Math.max(Math.abs(minimum), Math.abs(maximum));
  const scale = name === 'tanh' ? largest / tanhReach : typical;
  return scale > 0 && Number.isFinite(scale) ? Math.fround(scale) : 1;
}

/** The function on a number, as the graph computes it in float32. */
export function squashed(x: number, { function: name, scale }: Squash): number {
  switch (name) {
    case 'tanh':
      return Math.tanh(x / scale);
    case 'asinh':
      return Math.asinh(x / scale);
    case 'log1p':
      return Math.log1p(Math.max(x / scale, 0));
  }
}
