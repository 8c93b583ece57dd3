import { chooseSquash } from '../preparation/choose-squash.ts';
import { type DataCheck, short } from './check.ts';
import { farValues } from './far-values.ts';

/** Single values far from all others: mistakes of measuring or typing, mostly. */
export const outliers: DataCheck = {
  summary: 'single values far from all others',
  find: ({ train }) =>
    farValues(train)
      // Values of many decades are no outliers of each other: that is the dynamic range's business.
      .filter(({ range }) => chooseSquash(range)?.function !== 'log1p')
      .map(({ place, value, low, median, high }) => ({
        severity: 'warning' as const,
        part: train.name,
        message: `${place} has the value ${short(value)}, while half of all lie between ${short(low)} and ${short(high)} (median ${short(median)})`,
        advice: 'Correct it, remove the sample, or clip the column (preparation: clip)',
      })),
};
