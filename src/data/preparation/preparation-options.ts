import { z } from 'zod';
import { squashFunctions } from '../../nn/index.ts';

const automatic = z.literal('auto');
const none = z.literal('none');

const clipSchema = z.union([
  z.strictObject({ minimum: z.number().optional(), maximum: z.number().optional() }),
  /** Two quantiles of the training values, such as 0.001 and 0.999. */
  z.strictObject({ quantiles: z.tuple([z.number().min(0).max(1), z.number().min(0).max(1)]) }),
  /** So many quartile ranges beyond the quartiles (Tukey 1977); a feature whose quartiles are equal is left as it is. */
  z.strictObject({ quartileRanges: z.number().positive() }),
]);

const squashSchema = z.union([
  automatic,
  none,
  z.enum(squashFunctions),
  z.strictObject({
    function: z.enum(squashFunctions),
    /** C of tanh(x / C). */
    scale: z.union([automatic, z.number().positive()]).default('auto'),
  }),
]);

const fillSchema = z.union([z.enum(['mean', 'median']), z.number()]);
const missingSchema = z.union([
  z.literal('error'),
  fillSchema,
  z.strictObject({
    fill: fillSchema.default('mean'),
    /** Whether a further feature says, by 1, that the value was missing; features of a vector only. */
    indicator: z.boolean().default(false),
  }),
]);

const featureOptions = {
  clip: clipSchema.optional(),
  squash: squashSchema.optional(),
  whiten: z.boolean().optional(),
  missing: missingSchema.optional(),
  /** Of a column of texts. */
  categories: z.enum(['oneHot', 'ordinal']).optional(),
};

const featureSchema = z.strictObject(featureOptions);

/** How data are prepared, as its author writes it; what is left out is chosen from the training data. */
export const preparationSchema = z.union([
  automatic,
  none,
  z.strictObject({
    ...featureOptions,
    /** Other choices for inputs of a dataset of several, by their names. */
    inputs: z.record(z.string(), featureSchema).optional(),
    /** Other choices for columns of a table, by their names. */
    columns: z.record(z.string(), featureSchema).optional(),
    /** Whether targets that are numbers are brought to mean 0 and deviation 1 for the network, and back behind it. */
    target: z.enum(['standardize', 'none']).optional(),
  }),
]);

/** See {@link preparationSchema}. */
export type PreparationChoice = z.output<typeof preparationSchema>;

/** Choices for an input, a column or everything. */
export type FeatureOptions = z.output<typeof featureSchema>;

const defaultFeatureOptions = {
  squash: 'auto',
  whiten: true,
  missing: 'error',
  categories: 'oneHot',
} as const satisfies FeatureOptions;

/** Choices with the defaults filled in. */
export type ResolvedFeatureOptions = FeatureOptions &
  Required<Pick<FeatureOptions, keyof typeof defaultFeatureOptions>>;

/** The options that a choice stands for: all defaults for `auto`; `undefined` for `none`. */
export function preparationOptions(choice: PreparationChoice): Exclude<PreparationChoice, string> | undefined {
  if (choice === 'none') return undefined;
  return choice === 'auto' ? {} : choice;
}

/** The choices for one input, and for one of its columns where it is named. */
export function featureOptionsOf(
  { inputs, columns, target: _, ...all }: NonNullable<ReturnType<typeof preparationOptions>>,
  input: string,
  column: string | undefined,
): ResolvedFeatureOptions {
  const own = column === undefined ? undefined : columns?.[column];
  const layers = [defaultFeatureOptions, all, inputs?.[input] ?? {}, own ?? {}];
  return Object.assign({}, ...layers) as ResolvedFeatureOptions;
}

/** What these choices say of how the columns of a table are read. */
export function columnRules(choice: PreparationChoice | undefined): {
  /** Whether something fills in the missing values of a column. */
  readonly keepMissing: (column: string) => boolean;
  /** The columns that are named as ones of categories. */
  readonly categoryColumns: readonly string[];
} {
  const options = choice === undefined ? undefined : preparationOptions(choice);
  if (options === undefined) return { keepMissing: () => false, categoryColumns: [] };
  return {
    keepMissing: (column) => featureOptionsOf(options, 'inputs', column).missing !== 'error',
    categoryColumns: Object.entries(options.columns ?? {}).flatMap(([name, { categories }]) =>
      categories === undefined ? [] : [name],
    ),
  };
}

/** Whether some input may have missing values under these choices. */
export function allowsMissing(choice: PreparationChoice): boolean {
  const options = preparationOptions(choice);
  if (options === undefined) return false;
  const all = [options, ...Object.values(options.inputs ?? {}), ...Object.values(options.columns ?? {})];
  return all.some(({ missing = 'error' }) => missing !== 'error');
}
