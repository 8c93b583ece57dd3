import type { RunSummary, Series } from '../../api/contract.ts';
import type { Curve } from './curve.ts';

/** A scalar of a run. */
export interface SeriesOfRun {
  readonly run: RunSummary;
  readonly tag: string;
}

export interface FetchedSeries extends SeriesOfRun {
  readonly series: Series;
}

/** What a chart shows: which scalars it needs, and what becomes of them. */
export interface ChartContent {
  /** Names it, in the address too: no other chart of the page has that name. */
  readonly name: string;
  /** What stands in its head; else its name without the first part. */
  readonly title?: string;
  readonly series: readonly SeriesOfRun[];
  /** What cannot be shown, for the user; empty where all can. */
  readonly problem?: string;
  readonly curvesOf: (fetched: readonly FetchedSeries[]) => readonly Curve[];
}

/** Each run once. */
export const runsOf = (series: readonly SeriesOfRun[]): RunSummary[] => [...new Set(series.map(({ run }) => run))];
