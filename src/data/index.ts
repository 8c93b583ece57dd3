/** Data to train on: readers of files and folders, splits, the order of batches, statistics and checks. */
export * from './browser.ts';
export { type ColumnOptions, type OpenOptions, openDataset, openInputs } from './open-dataset.ts';
export { readFileBytes } from './readers/files.ts';
export { describeSystemError } from './readers/system-error.ts';
export { ZipArchive } from './readers/zip.ts';
export type { StreamChoice, StreamOptions } from './streaming.ts';
