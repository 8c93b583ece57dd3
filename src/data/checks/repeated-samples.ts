import type { Dataset } from '../dataset.ts';
import { PartProfile } from './part-profile.ts';

/** Samples of a part whose inputs a training sample has, too. */
export interface RepeatedSamples {
  readonly count: number;
  /** Samples of the part. */
  readonly total: number;
  /** One of them, and the training sample that it equals. */
  readonly example: readonly [row: number, source: number] | undefined;
}

/** Compares all samples of the training part with those of another part. */
export function repeatedSamples(train: PartProfile, part: PartProfile): RepeatedSamples {
  const rowOf = new Map<number, number>();
  train.rows().forEach((key, row) => void (rowOf.has(key) || rowOf.set(key, row)));
  const rows = part.rows();
  let count = 0;
  let example: [number, number] | undefined;
  rows.forEach((key, row) => {
    const source = rowOf.get(key);
    if (source === undefined) return;
    count++;
    example ??= [row, source];
  });
  return { count, total: rows.length, example };
}

/** Likewise of datasets, with how many of the training samples have the inputs of an earlier one. */
export function findRepeatedSamples(
  train: Dataset,
  other: Dataset,
): RepeatedSamples & { readonly withinTrain: number } {
  const [source, part] = [new PartProfile('train', train), new PartProfile('other', other)];
  const withinTrain = train.length - new Set(source.rows()).size;
  return { ...repeatedSamples(source, part), withinTrain };
}
