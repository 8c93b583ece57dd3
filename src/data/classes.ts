import { DataError } from '../core/index.ts';

/** Texts in the order of their code units, the same on every machine. */
export function sortTexts(texts: Iterable<string>): string[] {
  return [...texts].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * The class values that integers stand for, by index, or `undefined` where they are rather numbers. They are classes
 * where there are exactly two values, or where the values run from 0 (at most half of them absent) or from 1 (none
 * absent) to at most max(20, √n) for n samples; and where there are at least two samples for each value, save for 0
 * and 1. So the digits 0 to 9, −1 and 1, and ImageNet's 1 000 labels are classes; years, ages and counts are numbers.
 */
export function integerClassValues(values: ArrayLike<number>): number[] | undefined {
  const limit = Math.max(20, Math.sqrt(values.length));
  const distinct = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    distinct.add(values[i]!);
    if (distinct.size > limit) return undefined;
  }
  const sorted = [...distinct].sort((a, b) => a - b);
  const [smallest, largest] = [sorted[0]!, sorted[sorted.length - 1]!];
  if (sorted.length === 2 && smallest === 0 && largest === 1) return sorted;
  if (sorted.length < 2 || values.length < 2 * sorted.length) return undefined;
  if (sorted.length === 2) return sorted;
  if (smallest === 0 && largest < limit && 2 * sorted.length > largest) {
    return Array.from({ length: largest + 1 }, (_, value) => value);
  }
  return smallest === 1 && largest === sorted.length ? sorted : undefined;
}

/** Every value that occurs, in ascending order, each a class. Throws {@link DataError} where one is not an integer. */
export function distinctClassValues(place: string, values: ArrayLike<number>): number[] {
  const distinct = new Set<number>();
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!;
    if (!Number.isInteger(value)) {
      throw new DataError(`${place}, sample ${i}: ${value} is not a class label: expected a text or an integer`, {
        advice: 'Train on the target as numbers, or replace the value',
      });
    }
    distinct.add(value);
  }
  return [...distinct].sort((a, b) => a - b);
}

/** Index of each label among `classNames`, as int64. Throws {@link DataError} for a label that is not among them. */
export function encodeLabels(
  place: string,
  labels: ArrayLike<string>,
  classNames: readonly string[],
): BigInt64Array<ArrayBuffer> {
  const indices = new Map(classNames.map((name, index) => [name, BigInt(index)]));
  const encoded = new BigInt64Array(labels.length);
  for (let i = 0; i < labels.length; i++) {
    const index = indices.get(labels[i]!);
    if (index === undefined) {
      throw new DataError(
        `${place}, sample ${i}: class '${labels[i]}' is not among the ${classNames.length} known classes: ${listNames(classNames)}`,
      );
    }
    encoded[i] = index;
  }
  return encoded;
}

/** `a, b, c … z`: names for a message, cut after ten. */
export function listNames(names: readonly string[]): string {
  return names.length <= 10 ? names.join(', ') : `${names.slice(0, 9).join(', ')} … ${names[names.length - 1]}`;
}

/** True where every row of `columns` numbers is all 0 but for a single 1, and there are two columns or more. */
export function isOneHot(values: ArrayLike<number>, columns: number): boolean {
  if (columns < 2 || values.length === 0) return false;
  for (let row = 0; row < values.length; row += columns) {
    let ones = 0;
    for (let i = row; i < row + columns; i++) {
      if (values[i] === 1) ones++;
      else if (values[i] !== 0) return false;
    }
    if (ones !== 1) return false;
  }
  return true;
}
