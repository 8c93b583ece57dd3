import { DataError, formatShape, sameShape } from '../core/index.ts';
import type { Categories, DatasetSplits, Layout } from './dataset.ts';
import { inferLayout } from './layout.ts';
import { MemoryDataset, type NamedTensor } from './memory-dataset.ts';
import { isStored, type StoredArray } from './stored-array.ts';
import { encodeTargets, type RawTarget, type TargetOptions } from './target.ts';

/** A target as a source holds it; one of several numbers a sample may stay in its file. */
interface PartTarget extends Omit<RawTarget, 'values'> {
  readonly values: RawTarget['values'] | StoredArray;
}

/** The arrays of one part of a dataset, as a source holds them. */
export interface RawPart {
  readonly inputs: readonly NamedTensor[];
  readonly target?: PartTarget | undefined;
}

/** The names of parts, in the order in which they count. */
export const partNames = ['train', 'validation', 'test'] as const;

/** One of the parts. */
export type PartName = (typeof partNames)[number];

/** All parts that a source holds, before targets are encoded. */
export interface RawParts {
  readonly parts: Readonly<Partial<Record<PartName, RawPart>>>;
  /** Layout of the first input, where the source knows it. */
  readonly layout?: Layout;
  readonly columnNames?: readonly string[];
  /** For each column of the first input that holds categories their texts, by code. */
  readonly categories?: Categories;
}

/**
 * Makes datasets of raw parts. The training part decides what the target is, for all parts. A source of a single part
 * gives it as `train`, whatever it is called. Throws {@link DataError} where parts or arrays do not fit together.
 */
export function assembleSplits(source: string, raw: RawParts, options: TargetOptions = {}): DatasetSplits {
  const present = partNames.flatMap((name) => {
    const part = raw.parts[name];
    return part === undefined ? [] : [{ name, part, place: name === 'train' ? source : `${source} (${name} part)` }];
  });
  const [first] = present;
  if (first === undefined) throw new DataError(`${source}: no data`);
  if (first.name !== 'train' && present.length > 1)
    throw new DataError(`${source}: no training part, only ${present.map(({ name }) => name).join(' and ')}`);

  const targets = encodeTargets(
    present.flatMap(({ part, place }) =>
      isEncoded(part.target) ? [{ place: `${place}: target '${part.target.name}'`, target: part.target }] : [],
    ),
    options,
  );
  const encoded = [...targets.targets];
  const datasets = present.map(({ part, place }) => {
    const target = part.target && {
      name: part.target.name,
      values: isStored(part.target.values) ? part.target.values : encoded.shift()!,
    };
    const inputs = part.inputs.map(atLeastTwoAxes);
    const layout =
      raw.layout ?? inferLayout(inputs[0]?.values.shape.slice(1) ?? [], inputs[0]?.values.dtype ?? 'float32');
    const { columnNames, categories } = raw;
    return new MemoryDataset({
      source: place,
      layout,
      inputs,
      target,
      classNames: target && targets.classNames,
      columnNames,
      categories,
    });
  });
  for (const dataset of datasets.slice(1)) checkSameFields(datasets[0]!, dataset);
  const splits = Object.fromEntries(present.map(({ name }, i) => [name, datasets[i]!]));
  return { train: datasets[0]!, ...(first.name === 'train' ? splits : {}) };
}

/** Whether a target is in memory, where classes are told from numbers. */
function isEncoded(target: RawPart['target']): target is RawTarget {
  return target !== undefined && !isStored(target.values);
}

/** One number a sample becomes a vector of one feature. */
function atLeastTwoAxes({ name, values }: NamedTensor): NamedTensor {
  if (values.shape.length !== 1) return { name, values };
  return { name, values: { ...values, shape: [...values.shape, 1] } };
}

function checkSameFields(train: MemoryDataset, other: MemoryDataset): void {
  const expected = [...train.inputs, ...(train.target && other.target ? [train.target] : [])];
  const received = [...other.inputs, ...(train.target && other.target ? [other.target] : [])];
  for (const [i, field] of expected.entries()) {
    const found = received[i];
    if (found?.name === field.name && sameShape(found.shape, field.shape)) continue;
    throw new DataError(
      `${other.source}: ${found === undefined ? 'nothing' : `'${found.name}' with samples of shape ${formatShape(found.shape)}`}, expected '${field.name}' with samples of shape ${formatShape(field.shape)} as in the training part`,
    );
  }
}
