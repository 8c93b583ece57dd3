import { chooseSquash } from '../preparation/choose-squash.ts';
import { type DataCheck, short } from './check.ts';
import { featureRanges } from './dynamic-range.ts';

/**
 * Quartile ranges beyond the quartiles. Tukey ("Exploratory Data Analysis", 1977) calls 3 far out; of 100,000
 * exponentially distributed values the largest lies 9 out.
 */
const farOut = 12;

/** Single values far from all others: mistakes of measuring or typing, mostly. */
export const outliers: DataCheck = {
  summary: 'single values far from all others',
  find: ({ train }) =>
    featureRanges(train).flatMap(({ field, group, range }) => {
      // Values of many decades are no outliers of each other: that is the dynamic range's business.
      const { kind } = train.statistics(field);
      if (kind !== 'feature' || chooseSquash(range)?.function === 'log1p') return [];
      const [low, median, high] = train.sketches(field).values.get(group)!.quantiles([0.25, 0.5, 0.75]);
      const spread = high! - low!;
      if (!(spread > 0)) return [];
      const value = range.maximum - high! > low! - range.minimum ? range.maximum : range.minimum;
      const distance = Math.max(range.maximum - high!, low! - range.minimum) / spread;
      if (distance <= farOut) return [];
      return [
        {
          severity: 'warning' as const,
          part: train.name,
          message: `${train.place(field, group)} has the value ${short(value)}, while half of all lie between ${short(low!)} and ${short(high!)} (median ${short(median!)})`,
          advice: 'Correct it, remove the sample, or clip the column (preparation: clip)',
        },
      ];
    }),
};
