/** What may be wrong with data; one file a check. */
export type { Finding, Severity } from './check.ts';
export { type CheckedData, checkData } from './check-data.ts';
export { findOutliers } from './far-values.ts';
export { findRepeatedSamples } from './repeated-samples.ts';
