import { elementCount } from '../core/index.ts';
import { forEachChunk } from './chunks.ts';
import type { Categories, Dataset, DatasetSplits, UnknownCategories } from './dataset.ts';

/** The categories that occur among the samples, in the order of `categories`. */
export function occurringCategories(dataset: Dataset, categories: Categories): Categories {
  const occurs = categories.map((texts) => texts && new Uint8Array(texts.length));
  forEachColumn(dataset, [...categories.keys()].filter(isCategory(categories)), (column, code) => {
    occurs[column]![code] = 1;
  });
  return categories.map((texts, column) => texts?.filter((_, code) => occurs[column]![code] === 1));
}

/** By column, the code in `settled` of each text of `categories`, NaN where it is none of them; left out where they are the same. */
export function codeMaps(
  categories: Categories | undefined,
  settled: Categories | undefined,
): ReadonlyMap<number, Float32Array> | undefined {
  if (categories === undefined || settled === undefined) return undefined;
  const maps = new Map<number, Float32Array>();
  for (const [column, texts] of categories.entries()) {
    const known = new Map(settled[column]?.map((text, code) => [text, code]));
    const codes = Float32Array.from(texts ?? [], (text) => known.get(text) ?? Number.NaN);
    if (codes.some((code, index) => code !== index)) maps.set(column, codes);
  }
  return maps.size === 0 ? undefined : maps;
}

/** Replaces codes in the columns of samples, in place. */
export function recode(
  values: Float32Array,
  samples: number,
  size: number,
  maps: ReadonlyMap<number, Float32Array>,
): void {
  for (const [column, codes] of maps) {
    for (let sample = 0, at = column; sample < samples; sample++, at += size) {
      values[at] = codes[values[at]!] ?? Number.NaN;
    }
  }
}

/** Counts the texts of `dataset`, whose codes are still its own, that `maps` has no code for. */
export function countUnknown(dataset: Dataset, maps: ReadonlyMap<number, Float32Array>): UnknownCategories[] {
  const columns = [...maps.keys()].filter((column) => maps.get(column)!.some(Number.isNaN));
  const counts = new Map<number, { count: number; code: number }>();
  forEachColumn(dataset, columns, (column, code) => {
    if (!Number.isNaN(maps.get(column)![code]!)) return;
    const found = counts.get(column) ?? { count: 0, code };
    found.count++;
    counts.set(column, found);
  });
  return [...counts].map(([column, { count, code }]) => ({
    column: dataset.columnNames?.[column] ?? String(column),
    count,
    example: dataset.categories?.[column]?.[code] ?? '',
  }));
}

/** Visits the codes in columns of the first input; missing ones are passed over. */
function forEachColumn(
  dataset: Dataset,
  columns: readonly number[],
  visit: (column: number, code: number) => void,
): void {
  const [field] = dataset.inputs;
  if (field === undefined || columns.length === 0) return;
  const size = elementCount(field.shape);
  forEachChunk(dataset, field, (values, _first, samples) => {
    for (const column of columns) {
      for (let sample = 0, at = column; sample < samples; sample++, at += size) {
        if (!Number.isNaN(values[at]!)) visit(column, values[at]!);
      }
    }
    return undefined;
  });
}

const isCategory = (categories: Categories) => (column: number) => categories[column] !== undefined;

/** Settles the categories of both parts: those that occur in training. Texts that only other parts have are unknown to all. */
export function settleCategories<Parts extends Pick<DatasetSplits, 'train' | 'validation'>>(parts: Parts): Parts {
  const learned = parts.train.learnCategories?.();
  if (learned === undefined) return parts;
  const settle = (dataset: Dataset) => dataset.withCategories?.(learned) ?? dataset;
  return {
    ...parts,
    train: settle(parts.train),
    ...(parts.validation === undefined ? {} : { validation: settle(parts.validation) }),
  };
}

/** The categories of a dataset by the names of its columns; nothing where it has none. */
export function categoriesByColumn({
  categories,
  columnNames = [],
}: Dataset): Readonly<Record<string, readonly string[]>> | undefined {
  const named = columnNames.flatMap((name, column) => {
    const texts = categories?.[column];
    return texts === undefined ? [] : [[name, texts] as const];
  });
  return named.length === 0 ? undefined : Object.fromEntries(named);
}
