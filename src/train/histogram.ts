/** How many numbers fall into each of some bins of equal width. */
export interface Histogram {
  /** Lower end of the first bin and upper end of the last: the smallest and the largest finite number. */
  readonly from: number;
  readonly to: number;
  /** Finite numbers in each bin; a number on a border belongs to the upper bin, the largest of all to the last. */
  readonly counts: readonly number[];
}

/** The histogram of the finite numbers among `values`. Where there are none, `from` and `to` are NaN. */
export function histogram(values: Float32Array, bins: number): Histogram {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < from) from = value;
    if (value > to) to = value;
  }
  const counts = new Array<number>(bins).fill(0);
  if (from > to) return { from: Number.NaN, to: Number.NaN, counts };
  const scale = from === to ? 0 : bins / (to - from);
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (Number.isFinite(value)) counts[Math.min(bins - 1, Math.floor((value - from) * scale))]!++;
  }
  return { from, to, counts };
}
