import { DataError, RandomStream, UsageError } from '../core/index.ts';
import { settleCategories } from './categories.ts';
import type { Dataset } from './dataset.ts';
import { classIndices } from './task.ts';

/** How {@link splitDataset} divides. */
export interface SplitOptions {
  /** Part of the samples that validates, between 0 and 1, exclusive. */
  readonly validationFraction: number;
  readonly seed: number;
  /** Whether each class keeps its share in both parts; by default true. Without effect where the target is numbers. */
  readonly stratify?: boolean;
}

/**
 * Divides a dataset at random into training and validation samples, both in their original order. A pure function of
 * the dataset and the seed. Categories of texts are those that occur in the training part. Throws `UsageError` for a fraction out of range and `DataError` where a part would be empty.
 */
export function splitDataset(dataset: Dataset, options: SplitOptions): { train: Dataset; validation: Dataset } {
  const { validationFraction, seed, stratify = true } = options;
  if (!(validationFraction > 0 && validationFraction < 1)) {
    throw new UsageError(`validation fraction ${validationFraction}: expected a number between 0 and 1`);
  }
  const count = Math.round(dataset.length * validationFraction);
  if (count === 0 || count === dataset.length) {
    throw new DataError(
      `${dataset.source}: ${validationFraction} of ${dataset.length} samples leaves the ${count === 0 ? 'validation' : 'training'} part empty`,
      { advice: 'Choose another fraction, or give more samples' },
    );
  }
  const order = new RandomStream(seed, 'split').permutation(dataset.length);
  const classes = stratify ? classIndices(dataset) : undefined;
  const validates = classes === undefined ? takeFirst(order, count) : takeShares(order, count, classes);
  const train = new Uint32Array(dataset.length - count);
  const validation = new Uint32Array(count);
  let [trainAt, validationAt] = [0, 0];
  for (let i = 0; i < dataset.length; i++) {
    if (validates[i] === 1) validation[validationAt++] = i;
    else train[trainAt++] = i;
  }
  return settleCategories({ train: dataset.subset(train), validation: dataset.subset(validation) });
}

/** Marks the first `count` samples of `order`. */
function takeFirst(order: Uint32Array, count: number): Uint8Array {
  const marks = new Uint8Array(order.length);
  for (let i = 0; i < count; i++) marks[order[i]!] = 1;
  return marks;
}

/** Marks `count` samples, from each class its share, rounded by largest remainder; of equal ones the lower class first. */
function takeShares(order: Uint32Array, count: number, classes: Int32Array): Uint8Array {
  const sizes: number[] = [];
  for (const index of classes) sizes[index] = (sizes[index] ?? 0) + 1;
  const exact = Array.from(sizes, (size = 0) => (size * count) / order.length);
  const quotas = exact.map(Math.floor);
  let left = count - quotas.reduce((sum, quota) => sum + quota, 0);
  const byRemainder = exact.map((_, index) => index).sort((a, b) => (exact[b]! % 1) - (exact[a]! % 1) || a - b);
  for (const index of byRemainder) {
    if (left-- <= 0) break;
    quotas[index]!++;
  }
  const marks = new Uint8Array(order.length);
  for (const sample of order) {
    const index = classes[sample]!;
    if (quotas[index]! > 0) {
      quotas[index]!--;
      marks[sample] = 1;
    }
  }
  return marks;
}
