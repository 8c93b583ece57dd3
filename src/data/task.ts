import { DataError, elementCount, isFloat } from '../core/index.ts';
import { forEachChunk } from './chunks.ts';
import { isOneHot } from './classes.ts';
import type { Dataset, Field } from './dataset.ts';

/** What a dataset's target asks a network for. */
export type Task =
  | {
      readonly kind: 'classes';
      readonly classCount: number;
      readonly classNames: readonly string[] | undefined;
      /** True where the target is one-hot rows `[classCount]` of float32, false where it is int64 indices `[]`. */
      readonly oneHot: boolean;
    }
  | {
      readonly kind: 'numbers';
      /** Numbers a sample. */
      readonly size: number;
    };

/**
 * The task of a dataset. Integer targets of one number a sample are class indices; float targets whose every row is
 * one-hot are classes; other targets are numbers. `asClasses: false` keeps one-hot rows numbers. What counts as a class
 * in a file was decided when it was opened (`openDataset`). Throws {@link DataError} where there is no target.
 */
export function inferTask(dataset: Dataset, asClasses?: boolean): Task {
  const { target, classNames } = dataset;
  if (target === undefined) throw new DataError(`${dataset.source}: no target, so nothing to train for`);
  const size = elementCount(target.shape);
  if (!isFloat(target.dtype) && size === 1) {
    const classCount = classNames?.length ?? classCountOf(dataset, target);
    return { kind: 'classes', classCount, classNames, oneHot: false };
  }
  if (asClasses !== false && target.shape.length === 1 && isOneHotTarget(dataset, target)) {
    return { kind: 'classes', classCount: size, classNames: undefined, oneHot: true };
  }
  return { kind: 'numbers', size };
}

/** Number of classes that an integer target counts: one more than its largest index. Throws {@link DataError} at a negative one. */
export function classCountOf(dataset: Dataset, target: Field): number {
  return largestIndex(dataset, target) + 1;
}

function largestIndex(dataset: Dataset, target: Field): number {
  let largest = 0;
  forEachChunk(dataset, target, (values, first) => {
    for (let i = 0; i < values.length; i++) {
      if (values[i]! < 0) {
        throw new DataError(
          `${dataset.source}: target '${target.name}', sample ${first + i}: class index ${values[i]} is negative`,
        );
      }
      largest = Math.max(largest, values[i]!);
    }
    return undefined;
  });
  return largest;
}

function isOneHotTarget(dataset: Dataset, target: Field): boolean {
  const columns = target.shape[0]!;
  let oneHot = columns > 1;
  if (!oneHot) return false;
  forEachChunk(dataset, target, (values) => {
    oneHot = isOneHot(values, columns);
    return oneHot;
  });
  return oneHot;
}

/** The class of each sample, or `undefined` where the target is numbers. */
export function classIndices(dataset: Dataset): Int32Array | undefined {
  if (dataset.target === undefined) return undefined;
  const task = inferTask(dataset);
  if (task.kind === 'numbers') return undefined;
  const classes = new Int32Array(dataset.length);
  const columns = task.oneHot ? task.classCount : 1;
  forEachChunk(dataset, dataset.target, (values, first, samples) => {
    for (let i = 0; i < samples; i++) {
      classes[first + i] = task.oneHot ? values.subarray(i * columns, (i + 1) * columns).indexOf(1) : values[i]!;
    }
    return undefined;
  });
  return classes;
}
