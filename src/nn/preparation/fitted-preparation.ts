import { z } from 'zod';

/** The functions that bring a wide range of numbers under control, each of x / scale. */
export const squashFunctions = ['tanh', 'asinh', 'log1p'] as const;

/** See {@link squashFunctions}. */
export type SquashFunction = (typeof squashFunctions)[number];

const numbers = z.array(z.number());
const lengths = z.array(z.int().positive());

const fittedInputSchema = z.strictObject({
  /** Name of the network's input. */
  name: z.string(),
  /** Shape of one raw sample. */
  shape: lengths,
  /** Shape in which one number a group broadcasts against a raw sample: `[7]` features, `[3, 1, 1]` channels, `[]` all. */
  groups: lengths,
  /** What stands in for NaN, for each group; `null` where nothing does. */
  fill: z.array(z.number().nullable()).exactOptional(),
  /** Least and greatest value, for each group; `null` where there is none. */
  minimum: z.array(z.number().nullable()).exactOptional(),
  maximum: z.array(z.number().nullable()).exactOptional(),
  /** For each group, `null` where it is left as it is. */
  squash: z
    .array(z.strictObject({ function: z.enum(squashFunctions), scale: z.number().positive() }).nullable())
    .exactOptional(),
  /** Of the values as they are after all of the above. */
  mean: numbers.exactOptional(),
  deviation: z.array(z.number().nonnegative()).exactOptional(),
  /** Columns of category numbers that become one feature a category, and the names of their categories. */
  oneHot: z.array(z.strictObject({ column: z.int().nonnegative(), categories: z.int().positive() })).exactOptional(),
  /** Columns that get a further feature, 1 where the value is missing. */
  indicators: z.array(z.int().nonnegative()).exactOptional(),
});

/** What was fitted on a training set to prepare networks' inputs and to undo the scaling of their targets: plain data. */
export const fittedPreparationSchema = z.strictObject({
  inputs: z.array(fittedInputSchema),
  /** Mean and deviation of the training targets, one each or one an output: a loss is computed in these units. */
  target: z.strictObject({ mean: numbers, deviation: z.array(z.number().positive()) }).exactOptional(),
});

/** How one input is prepared. */
export type FittedInput = z.output<typeof fittedInputSchema>;

/** See {@link fittedPreparationSchema}. */
export type FittedPreparation = z.output<typeof fittedPreparationSchema>;

/** Shape of one sample of an input after it was prepared. */
export function preparedShape({ shape, oneHot = [], indicators = [] }: FittedInput): readonly number[] {
  if (oneHot.length === 0 && indicators.length === 0) return shape;
  const added = oneHot.reduce((sum, { categories }) => sum + categories - 1, indicators.length);
  return [shape[0]! + added];
}
