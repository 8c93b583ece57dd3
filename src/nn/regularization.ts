import { z } from 'zod';

/** A penalty on some numbers: l1 times the sum of their sizes and l2 times the sum of their squares, as in Keras. */
export const penaltySchema = z
  .strictObject({
    l1: z.number().nonnegative().exactOptional(),
    l2: z.number().nonnegative().exactOptional(),
  })
  .refine(({ l1 = 0, l2 = 0 }) => l1 > 0 || l2 > 0, 'give l1, l2 or both a number above 0');

export type Penalty = z.infer<typeof penaltySchema>;

/** What is added to the loss of a network, in training and in evaluation. */
export const regularizationSchema = z.strictObject({
  /** By the name of a parameter. Penalties of parameters that are not trained do not count. */
  parameters: z.record(z.string(), penaltySchema).default({}),
  /** By the name of a value of the graph, such as a layer's output; the penalty is divided by the batch's length. */
  activations: z.record(z.string(), penaltySchema).default({}),
});

export type Regularization = z.infer<typeof regularizationSchema>;
