import { z } from 'zod';
import { lossSchema } from '../nn/index.ts';

/**
 * What a trained network has to know of the data that it was trained on, to be evaluated on others and to predict: which
 * columns it reads in which order, what its outputs mean.
 */
export const dataDescriptionSchema = z.object({
  /** Columns of the table behind the first input, in the network's order. */
  columnNames: z.array(z.string()).optional(),
  /** The categories of columns of texts, in the order of their codes. */
  categories: z.record(z.string(), z.array(z.string())).optional(),
  /** Names of the classes by index, where the target is classes. */
  classNames: z.array(z.string()).optional(),
  /** Name of the target column or array. */
  target: z.string(),
  task: z.enum(['classes', 'numbers']),
  loss: lossSchema,
});

/** See {@link dataDescriptionSchema}. */
export type DataDescription = z.output<typeof dataDescriptionSchema>;
