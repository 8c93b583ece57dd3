import type { DistributionsAnswer, HistogramEntry, HistogramsAnswer } from '../api.ts';
import type { BoardIndex } from '../board-index/index.ts';
import { entriesOf, readPayload, spread, toJsonNumber } from './payloads.ts';

/** TensorBoard's: what a normal distribution has below -1.5, -1, -0.5 … standard deviations. */
const quantiles = [0, 0.0668, 0.1587, 0.3085, 0.5, 0.6915, 0.8413, 0.9332, 1];

interface Entry {
  readonly step: number;
  readonly wallTime: number;
  /** Left end, right end and count of each bin, one after the other. */
  readonly buckets: Float64Array;
}

async function readEntries(index: BoardIndex, run: string, tag: string, steps: number) {
  const places = entriesOf(index, 'histograms', run, tag);
  const entries: Entry[] = [];
  for (const place of spread(places, steps)) {
    const { buckets } = await readPayload(place, tag, 'histogram');
    entries.push({ step: place.step, wallTime: place.wallTime, buckets });
  }
  return { total: places.length, entries };
}

/** Histograms of a tag over steps. Throws NotFound, and FileError where one cannot be read. */
export async function answerHistograms(
  index: BoardIndex,
  run: string,
  tag: string,
  steps: number,
): Promise<HistogramsAnswer> {
  const { total, entries } = await readEntries(index, run, tag, steps);
  return { total, entries: entries.map(({ buckets, ...place }) => ({ ...place, bins: binsOf(buckets) })) };
}

function binsOf(buckets: Float64Array): HistogramEntry['bins'] {
  return Array.from({ length: buckets.length / 3 }, (_, i) => [
    toJsonNumber(buckets[3 * i]!),
    toJsonNumber(buckets[3 * i + 1]!),
    toJsonNumber(buckets[3 * i + 2]!),
  ]);
}

/** The same as quantiles. */
export async function answerDistributions(
  index: BoardIndex,
  run: string,
  tag: string,
  steps: number,
): Promise<DistributionsAnswer> {
  const { total, entries } = await readEntries(index, run, tag, steps);
  const values = entries.map(({ buckets, ...place }) => ({ ...place, values: quantilesOf(buckets) }));
  return { total, quantiles, entries: values };
}

/** Values below which shares of a histogram lie, linear inside bins; null where it is empty or not finite. */
function quantilesOf(buckets: Float64Array): number[] | null {
  if (!buckets.every(Number.isFinite)) return null;
  const filled: (readonly [left: number, right: number, count: number])[] = [];
  for (let i = 0; i + 2 < buckets.length; i += 3) {
    if (buckets[i + 2]! > 0) filled.push([buckets[i]!, buckets[i + 1]!, buckets[i + 2]!]);
  }
  const total = filled.reduce((sum, [, , count]) => sum + count, 0);
  if (total === 0) return null;
  return quantiles.map((quantile) => {
    let left = quantile * total;
    for (const [from, to, count] of filled) {
      if (left <= count) return from + (left / count) * (to - from);
      left -= count;
    }
    return filled.at(-1)![1];
  });
}
