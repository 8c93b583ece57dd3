import { z } from 'zod';
import { UsageError, validate } from '../core/index.ts';
import { preparationSchema } from '../data/browser.ts';
import {
  classWeightsSchema,
  layerSchema,
  lossSchema,
  type MetricName,
  metricNames,
  penaltySchema,
} from '../nn/index.ts';
import { gradientClippingOptions, optimizerSchema, scheduleSchema } from '../optim/index.ts';

/** A recipe as its author writes it: plain data, everything optional. The defaults are the source article's. */
export const recipeSchema = z.strictObject({
  /** Place of the JSON Schema, for editors alone. */
  $schema: z.string().optional(),
  /** Layers of the network; without them netwright builds a network from the data. */
  network: z.array(layerSchema).min(1).optional(),
  /** File of a network to start from, of any format that is imported, relative to the recipe's own folder. */
  model: z.string().optional(),
  /** File or folder of the data, relative to the recipe's own folder. */
  data: z.string().optional(),
  /** Name of the column or array to predict. */
  target: z.string().optional(),
  /** Columns of a table to leave out. */
  ignore: z.array(z.string()).optional(),
  /** Whether the data stay on disk and are read batch by batch; `auto` where they take a large part of the memory. */
  stream: z.union([z.literal('auto'), z.boolean()]).default('auto'),
  /** Default: what the target asks for. */
  loss: lossSchema.optional(),
  /** How much each class counts in the training loss; that of the validation data counts all alike. */
  classWeights: classWeightsSchema.optional(),
  /** Scores of the validation data after every epoch. Default: what fits the loss. */
  metrics: z
    .array(z.enum(metricNames as [MetricName, ...MetricName[]]))
    .min(1)
    .optional(),
  optimizer: optimizerSchema.prefault('adam'),
  /** Default: the optimizer's own, 1e-3 for Adam. */
  learningRate: z.number().positive().optional(),
  /** Default: the optimizer's own. */
  weightDecay: z.number().nonnegative().optional(),
  schedule: scheduleSchema.prefault('constant'),
  gradientClipping: gradientClippingOptions.optional(),
  /** Penalty on all weights but biases that the network itself does not penalise. */
  regularization: penaltySchema.optional(),
  batchSize: z.int().positive().default(64),
  epochs: z.int().positive().default(10),
  /** Number of optimizer steps; takes the place of `epochs`. */
  steps: z.int().positive().optional(),
  /** Part of the training data that validates, where the data bring no validation split. */
  validationFraction: z.number().gt(0).lt(1).default(0.1),
  shuffle: z.boolean().default(true),
  /**
   * What inputs and targets go through, as part of the network. Default: `auto` for a network built from the data, `none`
   * for one's own, which may contain it already.
   */
  preparation: preparationSchema.optional(),
  /** Stops when the validation loss has not fallen for `patience` epochs, and goes back to the best epoch. */
  earlyStopping: z
    .strictObject({
      patience: z.int().positive(),
      minimumDelta: z.number().nonnegative().default(0),
      restoreBest: z.boolean().default(true),
    })
    .optional(),
  /** Multiplies the learning rate by `factor` when the validation loss has not fallen for more than `patience` epochs. */
  reduceOnPlateau: z
    .strictObject({
      factor: z.number().gt(0).lt(1).default(0.1),
      patience: z.int().nonnegative().default(10),
      threshold: z.number().min(0).lt(1).default(1e-4),
      cooldown: z.int().nonnegative().default(0),
      minimumFactor: z.number().min(0).lt(1).default(0),
    })
    .optional(),
  seed: z.int().nonnegative().default(0),
});

/** A recipe as its author writes it. */
export type RecipeInput = z.input<typeof recipeSchema>;

/** A recipe with every default filled in, except what the data decide. */
export type Recipe = Omit<z.output<typeof recipeSchema>, 'learningRate' | 'weightDecay' | '$schema'>;

/**
 * Checks a recipe and fills in its defaults.
 *
 * @param source where it comes from, for messages
 * @throws UsageError that names each wrong field
 */
export function resolveRecipe(input: unknown, source = 'recipe'): Recipe {
  if (typeof input !== 'object' || input === null) {
    throw new UsageError(`${source}: expected an object with fields such as network, loss and epochs`);
  }
  const { optimizer, learningRate, weightDecay, $schema: _, ...rest } = validate(recipeSchema, input, source);
  const own = {
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(weightDecay === undefined ? {} : { weightDecay }),
  };
  return { ...rest, optimizer: { ...optimizer, ...own } };
}
