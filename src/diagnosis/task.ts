import { elementCount } from '../core/index.ts';
import type { Dataset } from '../data/index.ts';
import { findLoss, type LossChoice } from '../nn/index.ts';

/**
 * What the targets ask of a network, read from the numbers themselves and not from the loss that was chosen, since that
 * may be the fault.
 */
export type DiagnosisTask =
  /** Yes or no: two values in one column. `values` are those of no and of yes. */
  | { readonly kind: 'yes-no'; readonly width: 1; readonly values: readonly [number, number] }
  /** One class out of several: whole numbers in one column, or one-hot rows. */
  | {
      readonly kind: 'classes';
      readonly width: number;
      readonly count: number;
      readonly encoding: 'column' | 'one-hot';
    }
  /** Several yes-or-no answers a sample. */
  | { readonly kind: 'labels'; readonly width: number }
  | { readonly kind: 'numbers'; readonly width: number };

/** Whole numbers in one column are classes only up to this many; beyond, or under a regression loss, they are numbers. */
const mostColumnClasses = 100;

/**
 * The task of a training set.
 *
 * @param loss tells whole numbers that name classes from whole numbers that count something
 * @param outputs numbers a sample that the network puts out
 */
export function readTask(train: Dataset, loss: LossChoice, outputs: number): DiagnosisTask {
  const target = train.target!;
  const width = elementCount(target.shape);
  const values = targetValues(train);
  if (width > 1) {
    if (!values.every((value) => value === 0 || value === 1)) return { kind: 'numbers', width };
    return isOneHot(values, width)
      ? { kind: 'classes', width, count: width, encoding: 'one-hot' }
      : { kind: 'labels', width };
  }
  const distinct = [...new Set(values)].sort((a, b) => a - b);
  if (distinct.length === 2 && isYesNo(distinct))
    return { kind: 'yes-no', width: 1, values: [distinct[0]!, distinct[1]!] };
  const areClasses = distinct.length > 1 && distinct.length <= mostColumnClasses && distinct.every(Number.isInteger);
  const count = distinct.length === 0 ? 0 : distinct.at(-1)! + 1;
  const asksForClasses = findLoss(loss).target !== 'numbers' || (outputs > 1 && outputs === count);
  if (areClasses && distinct[0]! >= 0 && count <= mostColumnClasses && asksForClasses) {
    return { kind: 'classes', width: 1, count, encoding: 'column' };
  }
  return { kind: 'numbers', width };
}

const isYesNo = ([low, high]: readonly number[]): boolean => high === 1 && (low === 0 || low === -1);

function isOneHot(values: Float32Array, width: number): boolean {
  for (let row = 0; row < values.length; row += width) {
    let sum = 0;
    for (let column = 0; column < width; column++) sum += values[row + column]!;
    if (sum !== 1) return false;
  }
  return true;
}

/** All targets of a dataset, sample after sample. */
export function targetValues(dataset: Dataset): Float32Array {
  const { name, shape } = dataset.target!;
  const values = new Float32Array(dataset.length * elementCount(shape));
  dataset.gather(
    name,
    Uint32Array.from({ length: dataset.length }, (_, index) => index),
    values,
  );
  return values;
}

/** The task in words, for a report. */
export function describeTask(task: DiagnosisTask): string {
  switch (task.kind) {
    case 'yes-no':
      return 'yes or no';
    case 'classes':
      return `one of ${task.count} classes (${task.encoding === 'column' ? 'class numbers in one column' : 'one-hot rows'})`;
    case 'labels':
      return `${task.width} yes-or-no labels a sample`;
    case 'numbers':
      return task.width === 1 ? 'a number' : `${task.width} numbers a sample`;
  }
}
