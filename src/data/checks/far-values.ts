import type { Dataset } from '../dataset.ts';
import { sketchField } from '../field-quantiles.ts';
import type { Range } from '../preparation/choose-squash.ts';
import type { QuantileSketch } from '../quantile-sketch.ts';
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

/** Up to 3 % of all values, however far, make a deviation of a sixth of their distance at most: nearer ones need no closer look. */
const fewestDeviations = 5;

/** A feature of a vector with a value far from all others. */
export interface FarValue {
  /** What messages call the feature. */
  readonly place: string;
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
export function farValues(part: PartProfile): (FarValue & { readonly range: Range })[] {
  return featureRanges(part).flatMap(({ field, group, range }) => {
    if (part.statistics(field).kind !== 'feature') return [];
    const found = farthestOf(range, part.sketches(field).values.get(group)!);
    return found === undefined ? [] : [{ ...found, place: part.place(field, group), range }];
  });
}

function farthestOf(
  { minimum, maximum }: Pick<Range, 'maximum' | 'minimum'>,
  sketch: QuantileSketch,
): Omit<FarValue, 'place'> | undefined {
  const quantiles = sketch.quantiles([few, 0.25, 0.5, 0.75, 1 - few]);
  const [least, low, median, high, most] = quantiles as [number, number, number, number, number];
  const spread = high - low;
  if (!(spread > 0) || Math.max(maximum - high, low - minimum) / spread <= farOut) return undefined;
  const value = maximum - high > low - minimum ? maximum : minimum;
  const timesTheRest = Math.abs(value - median) / Math.max(median - least, most - median);
  return { value, low, median, high, timesTheRest };
}

const known = new WeakMap<Dataset, readonly FarValue[]>();

/**
 * Features in which a few values lie so far from all others that no scale serves both: mistakes of measuring or typing. Quantiles
 * are taken of those features alone whose deviation allows it.
 */
export function findOutliers(dataset: Dataset): readonly FarValue[] {
  const found = known.get(dataset) ?? lookForOutliers(new PartProfile('', dataset));
  known.set(dataset, found);
  return found;
}

function lookForOutliers(part: PartProfile): FarValue[] {
  return part.dataset.inputs.flatMap((field) => {
    const { kind, mean, standardDeviation, minimum, maximum, count } = part.statistics(field);
    if (kind !== 'feature') return [];
    const groups = Array.from(mean, (_, group) => group).filter((group) => {
      const reach = Math.max(maximum[group]! - mean[group]!, mean[group]! - minimum[group]!);
      const isCategory = part.categoriesOf(field, group) !== undefined;
      return count[group]! > 0 && !isCategory && reach > fewestDeviations * standardDeviation[group]!;
    });
    const { values } = sketchField(part.dataset, field.name, groups);
    return groups.flatMap((group) => {
      const far = farthestOf({ minimum: minimum[group]!, maximum: maximum[group]! }, values.get(group)!);
      return far === undefined || far.timesTheRest < apart ? [] : [{ ...far, place: part.place(field, group) }];
    });
  });
}
