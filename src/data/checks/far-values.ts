import type { Dataset } from '../dataset.ts';
import type { Range } from '../preparation/choose-squash.ts';
import { featureRanges } from './dynamic-range.ts';
import { PartProfile } from './part-profile.ts';

/**
 * Quartile ranges beyond the quartiles. Tukey ("Exploratory Data Analysis", 1977) calls 3 far out; of 100,000
 * exponentially distributed values the largest lies 9 out.
 */
const farOut = 12;
/** A few values: so many of all lie outside these quantiles on either side. */
const few = 0.03;
/** How much farther from the median than nearly all others values lie that are outliers whatever the distribution. */
const apart = 30;

/** A feature of a vector with a value far from all others. */
export interface FarValue {
  readonly field: Dataset['inputs'][number];
  readonly group: number;
  /** What messages call the feature. */
  readonly place: string;
  readonly range: Range;
  /** The farthest value. */
  readonly value: number;
  /** First quartile, median and third quartile. */
  readonly low: number;
  readonly median: number;
  readonly high: number;
  /** Its distance from the median over that of nearly all others. */
  readonly timesTheRest: number;
}

/** Features with values far beyond their quartiles, each with the farthest one. */
export function farValues(part: PartProfile): FarValue[] {
  return featureRanges(part).flatMap(({ field, group, range }) => {
    if (part.statistics(field).kind !== 'feature') return [];
    const quantiles = part
      .sketches(field)
      .values.get(group)!
      .quantiles([few, 0.25, 0.5, 0.75, 1 - few]);
    const [least, low, median, high, most] = quantiles as [number, number, number, number, number];
    const spread = high - low;
    if (!(spread > 0)) return [];
    const value = range.maximum - high > low - range.minimum ? range.maximum : range.minimum;
    if (Math.max(range.maximum - high, low - range.minimum) / spread <= farOut) return [];
    const timesTheRest = Math.abs(value - median) / Math.max(median - least, most - median);
    return [{ field, group, place: part.place(field, group), range, value, low, median, high, timesTheRest }];
  });
}

/** Features in which a few values lie so far from all others that no scale serves both: mistakes of measuring or typing. */
export function findOutliers(dataset: Dataset): FarValue[] {
  return farValues(new PartProfile('', dataset)).filter(({ timesTheRest }) => timesTheRest >= apart);
}
