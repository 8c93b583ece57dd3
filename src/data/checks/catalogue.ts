import type { DataCheck } from './check.ts';
import { classImbalance } from './class-imbalance.ts';
import { conflictingDuplicates } from './conflicting-duplicates.ts';
import { constantColumns } from './constant-columns.ts';
import { drift } from './drift.ts';
import { duplicateColumns } from './duplicate-columns.ts';
import { dynamicRanges } from './dynamic-range.ts';
import { labels } from './labels.ts';
import { leakage } from './leakage.ts';
import { nonFinite } from './non-finite.ts';
import { outliers } from './outliers.ts';
import { preparedTwice } from './prepared-twice.ts';
import { targetScale } from './target-scale.ts';
import { unknownCategories } from './unknown-categories.ts';

/** Every check of data by its name. */
export const dataChecks = {
  nonFinite,
  leakage,
  labels,
  preparedTwice,
  duplicateColumns,
  conflictingDuplicates,
  unknownCategories,
  constantColumns,
  classImbalance,
  dynamicRange: dynamicRanges,
  outliers,
  drift,
  targetScale,
} as const satisfies Readonly<Record<string, DataCheck>>;
