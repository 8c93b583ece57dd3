import { DataError, elementCount, isFloat, suggestion, UsageError } from '../../core/index.ts';
import type { FittedInput, FittedPreparation } from '../../nn/index.ts';
import type { Dataset, Field } from '../dataset.ts';
import { sketchField } from '../field-quantiles.ts';
import { type FieldStatistics, fieldStatistics, groupsOf } from '../statistics.ts';
import { chooseSquash, type Range, reachesFar, type Squash, squashed, squashScale } from './choose-squash.ts';
import {
  type FeatureOptions,
  featureOptionsOf,
  type PreparationChoice,
  preparationOptions,
  type ResolvedFeatureOptions,
} from './preparation-options.ts';

type Options = NonNullable<ReturnType<typeof preparationOptions>>;

/** What is done to one group of values before whitening. */
interface GroupPlan {
  readonly options: ResolvedFeatureOptions;
  readonly fill: number | undefined;
  readonly minimum: number | null;
  readonly maximum: number | null;
  readonly squash: Squash | null;
}

/**
 * Fits a preparation on training samples alone, in passes over chunks of them: statistics in float64, quantiles only where
 * something asks for them, and statistics once more of what clipping, squashing and filling made of the values.
 *
 * @param train the training samples: none of the validation or test part
 * @param scaleTarget whether the loss is one of plain numbers, so that targets may be scaled
 * @returns nothing where the choice is `none`
 * @throws UsageError for names that the data lack, DataError where values are missing and nothing fills them, or where a
 * target is the same for all samples
 */
export function fitPreparation(
  train: Dataset,
  choice: PreparationChoice,
  { scaleTarget }: { readonly scaleTarget: boolean },
): FittedPreparation | undefined {
  const options = preparationOptions(choice);
  if (options === undefined) return undefined;
  checkNames(train, options);
  const inputs = train.inputs.map((field) => fitInput(train, field, options));
  const scales = scaleTarget && options.target !== 'none' && train.target !== undefined;
  return { inputs, ...(scales ? { target: fitTarget(train, train.target) } : {}) };
}

function checkNames(train: Dataset, { inputs = {}, columns = {} }: Options): void {
  const check = (kind: string, named: object, known: readonly string[]) => {
    const unknown = Object.keys(named).find((name) => !known.includes(name));
    if (unknown === undefined) return;
    throw new UsageError(
      `preparation.${kind}: ${train.source} has no '${unknown}'${suggestion(unknown, known)}; it has ${known.join(', ') || 'none'}`,
    );
  };
  check(
    'inputs',
    inputs,
    train.inputs.map(({ name }) => name),
  );
  check('columns', columns, train.columnNames ?? []);
}

function fitInput(train: Dataset, field: Field, options: Options): FittedInput {
  const { kind, outer, groups: count, inner } = groupsOf(train, field);
  const columnNames = field === train.inputs[0] ? train.columnNames : undefined;
  const of = (group: number) => featureOptionsOf(options, field.name, columnNames?.[group]);
  const statistics = fieldStatistics(train, field.name);
  const categories = field === train.inputs[0] ? (train.categories ?? []) : [];
  const isCategory = (group: number) => categories[group] !== undefined;
  const isOneHot = (group: number) => isCategory(group) && of(group).categories === 'oneHot';
  const plans = planGroups(train, field, statistics, of, isCategory);
  const isPrepared = plans.some(
    ({ fill, minimum, maximum, squash }) =>
      fill !== undefined || minimum !== null || maximum !== null || squash !== null,
  );
  const measured = isPrepared
    ? fieldStatistics(train, field.name, (values, samples) => {
        apply(plans, values, samples * outer, inner);
      })
    : statistics;
  const whitens = (group: number) => of(group).whiten && !isOneHot(group);
  const each = <Value>(value: (plan: GroupPlan, group: number) => Value): Value[] => plans.map(value);
  const any = Array.from({ length: count }, (_, group) => group);
  const oneHot = any.filter(isOneHot).map((column) => ({ column, categories: categories[column]!.length }));
  const indicators = any.filter((group) => {
    const { missing } = of(group);
    return typeof missing === 'object' && missing.indicator && !isCategory(group);
  });
  if (indicators.length > 0 && field.shape.length > 1) {
    throw new UsageError(`preparation: '${field.name}' is no vector of features, so it cannot have indicators`);
  }
  return {
    name: field.name,
    shape: [...field.shape],
    groups: groupShape(field, kind, inner),
    ...(plans.some(({ fill }) => fill !== undefined) ? { fill: each(({ fill }) => fill ?? null) } : {}),
    ...(plans.some(({ minimum }) => minimum !== null) ? { minimum: each(({ minimum }) => minimum) } : {}),
    ...(plans.some(({ maximum }) => maximum !== null) ? { maximum: each(({ maximum }) => maximum) } : {}),
    ...(plans.some(({ squash }) => squash !== null) ? { squash: each(({ squash }) => squash) } : {}),
    ...(any.some(whitens)
      ? {
          mean: any.map((group) => (whitens(group) ? orElse(measured.mean[group]!, 0) : 0)),
          deviation: any.map((group) => (whitens(group) ? orElse(measured.standardDeviation[group]!, 1) : 1)),
        }
      : {}),
    ...(oneHot.length > 0 ? { oneHot } : {}),
    ...(indicators.length > 0 ? { indicators } : {}),
  };
}

const orElse = (number: number, other: number): number => (Number.isFinite(number) ? number : other);

/** Shape in which one number a group broadcasts against a sample. */
function groupShape({ shape }: Field, kind: string, inner: number): number[] {
  if (kind === 'feature') return [...shape];
  if (kind === 'all' || shape.length === 2) return [];
  return inner === 1 ? [shape.at(-1)!] : [shape[0]!, 1, 1];
}

function planGroups(
  train: Dataset,
  field: Field,
  statistics: FieldStatistics,
  of: (group: number) => ResolvedFeatureOptions,
  isCategory: (group: number) => boolean,
): GroupPlan[] {
  const { mean, standardDeviation, minimum, maximum, nonFiniteCount, count } = statistics;
  const groups = Array.from(mean, (_, group) => group);
  const ranges = groups.map((group) => ({
    minimum: minimum[group]!,
    maximum: maximum[group]!,
    mean: mean[group]!,
    deviation: standardDeviation[group]!,
  }));
  const needsSketch = groups.filter((group) => {
    if (isCategory(group) || count[group] === 0) return false;
    const { squash, clip, missing } = of(group);
    return (
      (clip !== undefined && ('quantiles' in clip || 'quartileRanges' in clip)) ||
      fillOf(missing) === 'median' ||
      (squash === 'auto' ? reachesFar(ranges[group]!) : squash !== 'none')
    );
  });
  const sketches = sketchField(train, field.name, needsSketch);
  return groups.map((group): GroupPlan => {
    const options = of(group);
    const place = columnPlace(train, field, group);
    if (isCategory(group)) {
      if (count[group] === 0)
        throw new DataError(`${train.source}: ${place}: no value at all`, { advice: 'Remove it' });
      // As a number, a category that is missing or unknown stands in the middle.
      const fill = options.categories === 'ordinal' ? Math.fround(mean[group]!) : undefined;
      return { options, fill, minimum: null, maximum: null, squash: null };
    }
    const { clip, missing } = options;
    if (nonFiniteCount[group]! > 0 && fillOf(missing) === undefined) {
      throw new DataError(
        `${train.source}: ${place}: ${nonFiniteCount[group]} values are missing, and nothing says what fills them`,
        { advice: "Give --missing mean, or the recipe's preparation: { missing: mean }, or 'median', or a number" },
      );
    }
    if (count[group] === 0) {
      throw new DataError(`${train.source}: ${place}: no value at all`, { advice: 'Remove it' });
    }
    const sketch = sketches.values.get(group);
    const typical = sketches.magnitudes.get(group)?.quantiles([0.5])[0] ?? Number.NaN;
    const range: Range = { ...ranges[group]!, typical: orElse(typical, 0) };
    const fill = fillOf(missing);
    const number = fill === 'mean' ? mean[group]! : fill === 'median' ? sketch!.quantiles([0.5])[0]! : fill;
    return {
      options,
      fill: number === undefined ? undefined : Math.fround(number),
      ...clipLimits(clip, (wanted) => sketch!.quantiles(wanted), place),
      squash: squashOf(options.squash, range) ?? null,
    };
  });
}

function fillOf(missing: FeatureOptions['missing']): 'mean' | 'median' | number | undefined {
  if (missing === undefined || missing === 'error') return undefined;
  return typeof missing === 'object' ? missing.fill : missing;
}

function clipLimits(
  clip: FeatureOptions['clip'],
  quantiles: (wanted: readonly number[]) => number[],
  place: string,
): { minimum: number | null; maximum: number | null } {
  if (clip === undefined) return { minimum: null, maximum: null };
  if ('quartileRanges' in clip) {
    const [low, high] = quantiles([0.25, 0.75]) as [number, number];
    const reach = clip.quartileRanges * (high - low);
    return reach > 0 ? { minimum: low - reach, maximum: high + reach } : { minimum: null, maximum: null };
  }
  const [minimum, maximum] =
    'quantiles' in clip ? quantiles(clip.quantiles) : [clip.minimum ?? null, clip.maximum ?? null];
  if (minimum != null && maximum != null && minimum > maximum) {
    throw new UsageError(`preparation: ${place}: clip has the minimum ${minimum} above the maximum ${maximum}`);
  }
  return { minimum: minimum ?? null, maximum: maximum ?? null };
}

function squashOf(choice: FeatureOptions['squash'], range: Range): Squash | undefined {
  if (choice === undefined || choice === 'none') return undefined;
  if (choice === 'auto') return chooseSquash(range);
  const { function: name, scale } = typeof choice === 'string' ? { function: choice, scale: 'auto' as const } : choice;
  return { function: name, scale: scale === 'auto' ? squashScale(name, range) : scale };
}

function columnPlace(train: Dataset, field: Field, group: number): string {
  const column = field === train.inputs[0] ? train.columnNames?.[group] : undefined;
  if (column !== undefined) return `column '${column}'`;
  return elementCount(field.shape) === 1 ? `'${field.name}'` : `'${field.name}', feature or channel ${group}`;
}

/** Does to values `[blocks, groups, inner]`, in place, what the graph does before whitening. */
function apply(plans: readonly GroupPlan[], values: Float32Array, blocks: number, inner: number): void {
  for (let block = 0, start = 0; block < blocks; block++) {
    for (const { fill, minimum, maximum, squash } of plans) {
      const end = start + inner;
      for (let at = start; at < end; at++) {
        let value = values[at]!;
        if (fill !== undefined && Number.isNaN(value)) value = fill;
        if (minimum !== null && value < minimum) value = minimum;
        if (maximum !== null && value > maximum) value = maximum;
        values[at] = squash === null ? value : squashed(value, squash);
      }
      start = end;
    }
  }
}

function fitTarget(train: Dataset, field: Field): NonNullable<FittedPreparation['target']> {
  if (!isFloat(field.dtype)) {
    throw new DataError(`${train.source}: target '${field.name}' is classes, so it cannot be scaled`);
  }
  const { mean, standardDeviation } = fieldStatistics(train, field.name);
  if (standardDeviation.every((deviation) => deviation === 0)) {
    throw new DataError(
      `${train.source}: target '${field.name}' is ${mean[0]} for every training sample: there is nothing to learn`,
      { advice: 'Name another target, or give samples that differ' },
    );
  }
  // An output that never varies keeps its mean.
  const deviation = Array.from(standardDeviation, (number) => (number > 0 ? number : 1));
  return { mean: Array.from(mean), deviation };
}
