import { axisOver, type HistogramsAnswer, type ValueAxis } from '../../api/contract.ts';
import { numberOf } from '../../lib/json-number.ts';

/** Histograms of one tag over steps, on bins of equal width that are the same at every step. */
export interface HistogramGrid {
  readonly steps: readonly number[];
  /** Range of the values at all steps; undefined where none is finite. */
  readonly axis: ValueAxis | undefined;
  /** By step: share of all values in each bin, from the least bin. */
  readonly shares: readonly Float64Array[];
  /** The largest of the shares. */
  readonly most: number;
  /** Steps with bins that are not finite. */
  readonly notFinite: number;
}

/** Spreads the counts of each bin evenly over its width. `range` takes several grids to one axis. */
export function gridOf(
  { entries }: HistogramsAnswer,
  bins: number,
  range: readonly [number, number] | undefined = rangeOf(entries),
): HistogramGrid {
  const axis = range === undefined ? undefined : axisOver([range], { scale: 'linear' });
  let most = 0;
  let notFinite = 0;
  const shares = entries.map((entry) => {
    const row = new Float64Array(bins);
    if (axis === undefined) return row;
    const finite = finiteBins(entry);
    if (finite.length < entry.bins.length) notFinite++;
    const total = finite.reduce((sum, [, , count]) => sum + count, 0);
    const width = axis.most - axis.least;
    for (const [left, right, count] of finite) {
      if (!(count > 0)) continue;
      const from = width === 0 ? bins / 2 : ((left - axis.least) / width) * bins;
      const to = width === 0 ? bins / 2 : ((right - axis.least) / width) * bins;
      const first = Math.min(bins - 1, Math.max(0, Math.floor(from)));
      for (let bin = first; bin < bins && (bin === first || bin < to); bin++) {
        const overlap = to > from ? (Math.min(bin + 1, to) - Math.max(bin, from)) / (to - from) : 1;
        row[bin]! += (count / total) * Math.max(0, overlap);
      }
    }
    for (const share of row) if (share > most) most = share;
    return row;
  });
  return { steps: entries.map(({ step }) => step), axis, shares, most, notFinite };
}

type Entry = HistogramsAnswer['entries'][number];

function finiteBins({ bins }: Entry): (readonly [left: number, right: number, count: number])[] {
  return bins
    .map(([left, right, count]) => [numberOf(left), numberOf(right), numberOf(count)] as const)
    .filter((bin) => bin.every(Number.isFinite));
}

/** Range of the bins that hold anything; undefined where none does. */
export function rangeOf(entries: readonly Entry[]): readonly [number, number] | undefined {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const entry of entries) {
    for (const [left, right, count] of finiteBins(entry)) {
      if (!(count > 0)) continue;
      least = Math.min(least, left);
      most = Math.max(most, right);
    }
  }
  return least <= most ? [least, most] : undefined;
}
