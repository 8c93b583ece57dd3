/** Data in memory, which run in a browser too: datasets, splits, the order of batches, statistics and checks. */
export { BatchOrder, type BatchOrderOptions } from './batches.ts';
export { categoriesByColumn } from './categories.ts';
export {
  type CheckedData,
  checkData,
  type Finding,
  findOutliers,
  findRepeatedSamples,
  type Severity,
} from './checks/index.ts';
export { isOneHot } from './classes.ts';
export type { Categories, Dataset, DatasetSplits, Field, Layout, UnknownCategories } from './dataset.ts';
export { MemoryDataset, type MemoryDatasetParts, type NamedTensor } from './memory-dataset.ts';
export { type ArrayOptions, datasetsFromArrays, type NamedArrays } from './named-arrays.ts';
export {
  allowsMissing,
  columnRules,
  fitPreparation,
  type PreparationChoice,
  preparationSchema,
} from './preparation/index.ts';
export type { ReadAhead } from './read-ahead.ts';
export { type SplitOptions, splitDataset } from './split.ts';
export { type FieldStatistics, fieldStatistics } from './statistics.ts';
export type { StoredArray } from './stored-array.ts';
export { classCountOf, classIndices, inferTask, type Task } from './task.ts';
export { validateFinite } from './validate.ts';
