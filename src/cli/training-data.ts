import { formatShape, UsageError } from '../core/index.ts';
import {
  allowsMissing,
  type ColumnOptions,
  categoriesByColumn,
  columnRules,
  type Dataset,
  type DatasetSplits,
  inferTask,
  openDataset,
  splitDataset,
  validateFinite,
} from '../data/index.ts';
import { findLoss, type LossChoice, type Network } from '../nn/index.ts';
import type { DataDescription } from '../records/index.ts';
import type { Recipe } from '../train/index.ts';
import { formatQuantity } from './format.ts';
import { present } from './present.ts';
import type { DataSummary } from './train-messages.ts';

/** The parts that a training sees. */
export interface TrainingData {
  readonly train: Dataset;
  /** Undefined where the data are so few that the recipe's share of them is none. */
  readonly validation: Dataset | undefined;
  readonly test: Dataset | undefined;
}

/** What a loss says about how targets are to be read: as classes, as numbers, or as they look. */
export function asClassesFor(loss: LossChoice | undefined): boolean | undefined {
  if (loss === undefined) return undefined;
  const { target } = findLoss(loss);
  return target === 'classes' ? true : target === 'numbers' ? false : undefined;
}

/** The validation part that the data bring, otherwise the recipe's share of the training part; none where that is empty. */
export function splitForTraining(
  { train, validation }: { readonly train: Dataset; readonly validation?: Dataset },
  { validationFraction, seed }: Pick<Recipe, 'validationFraction' | 'seed'>,
): Pick<TrainingData, 'train' | 'validation'> {
  const isTooSmall = Math.round(train.length * validationFraction) === 0;
  if (validation !== undefined || isTooSmall) return { train, validation };
  return splitDataset(train, { validationFraction, seed });
}

/**
 * Opens the data of a recipe, checks that every number is finite, and sets a validation part aside.
 *
 * @param imported the network to go on training: what it does to columns of texts itself is how they are read
 * @throws UsageError where no data or no target is named, FileError, DataError
 */
export async function openTrainingData(
  path: string | undefined,
  recipe: Recipe,
  imported?: OpenedModel,
): Promise<TrainingData> {
  const parts = await openParts(path, recipe, imported);
  return { ...splitForTraining(parts, recipe), test: parts.test };
}

/** The parts that the data of a recipe come in, checked as by {@link openTrainingData}, and not yet divided. */
export async function openParts(
  path: string | undefined,
  recipe: Recipe,
  imported?: OpenedModel,
): Promise<DatasetSplits> {
  if (path === undefined) {
    throw new UsageError("no data: give --data DATA, or the field 'data' in the recipe");
  }
  const parts = await openDataset(path, {
    target: recipe.target,
    ignore: recipe.ignore,
    asClasses: asClassesFor(recipe.loss),
    stream: recipe.stream,
    ...(imported?.network.preparation === undefined ? columnRules(recipe.preparation) : columnOptionsOf(imported)),
  });
  const allowMissing =
    (recipe.preparation !== undefined && allowsMissing(recipe.preparation)) ||
    (imported !== undefined && fillsMissing(imported.network));
  for (const part of [parts.train, parts.validation, parts.test]) {
    if (part !== undefined) validateFinite(part, { allowMissing });
  }
  return parts;
}

/** A network from a file and what it knows of its data. */
export interface OpenedModel {
  readonly network: Network;
  readonly data: DataDescription | undefined;
}

/** How a network's own columns are read: missing values stay where it fills them in, texts become its categories. */
export function columnOptionsOf({ network, data }: OpenedModel): ColumnOptions {
  const fill = network.preparation?.inputs[0]?.fill;
  return {
    columnNames: data?.columnNames,
    categories: data?.categories ?? {},
    keepMissing: (column) => fill?.[data?.columnNames?.indexOf(column) ?? -1] != null,
  };
}

/** Whether a network fills in missing values of its inputs. */
export function fillsMissing({ preparation }: Network): boolean {
  return preparation?.inputs.some(({ fill }) => fill !== undefined) ?? false;
}

/** Texts that a network takes for none of its categories, a sentence for each column. */
export function describeUnknown(dataset: Dataset): string[] {
  return (dataset.unknownCategories?.() ?? []).map(
    ({ column, count, example }) =>
      `column '${column}': ${formatQuantity(count, 'sample')} of ${dataset.length} with a category that the network does not know, such as '${example}'`,
  );
}

/** The categories of columns of texts, as a model file holds them. */
function categoriesOf(dataset: Dataset): Record<string, string[]> | undefined {
  const categories = categoriesByColumn(dataset);
  return categories && Object.fromEntries(Object.entries(categories).map(([name, texts]) => [name, [...texts]]));
}

/** What a network that was trained on some data by a loss has to know of them. */
export function describeData(train: Dataset, loss: LossChoice): DataDescription {
  const { columnNames, classNames, target } = train;
  return {
    ...present({
      columnNames: columnNames && [...columnNames],
      categories: categoriesOf(train),
      classNames: classNames && [...classNames],
    }),
    target: target!.name,
    task: inferTask(train, findLoss(loss).target !== 'numbers').kind,
    loss,
  };
}

/** The data in words. */
export function summarizeData({ train, validation, test }: TrainingData): DataSummary {
  return {
    source: train.source,
    inputs: train.inputs.map((_, index) => describeInput(train, index)).join(' and '),
    target: describeTarget(train),
    samples: present({ train: train.length, validation: validation?.length, test: test?.length }),
  };
}

function describeInput({ inputs, layout }: Dataset, index: number): string {
  const { name, shape } = inputs[index]!;
  if (index > 0 || inputs.length > 1) return `'${name}' ${formatShape(shape)}`;
  const [a, b, c] = shape;
  switch (layout) {
    case 'features':
      return formatQuantity(a!, 'feature');
    case 'NHW':
      return `images of ${a} × ${b}`;
    case 'NHWC':
      return `images of ${a} × ${b} with ${formatQuantity(c!, 'channel')}, channels last`;
    case 'NCHW':
      return `images of ${b} × ${c} with ${formatQuantity(a!, 'channel')}`;
    case 'unknown':
      return `arrays of ${formatShape(shape)}`;
  }
}

function describeTarget(dataset: Dataset): string {
  const task = inferTask(dataset);
  const name = `target '${dataset.target!.name}'`;
  if (task.kind === 'classes') return `${name} of ${formatQuantity(task.classCount, 'class', 'classes')}`;
  return task.size === 1 ? `${name}, a number` : `${name} of ${formatQuantity(task.size, 'number')}`;
}
