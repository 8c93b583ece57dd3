/** What runs recorded, of ours and of others. */
export { findRuns, type RunPlace } from './find-runs.ts';
export { readRun } from './read-run.ts';
export { lineFiles } from './run-lines.ts';
export { isRunLines, RunLinesReader } from './run-lines-reader.ts';
export type { Recorded, RunRecord } from './run-record.ts';
export type { ScalarSeries } from './scalar-series.ts';
