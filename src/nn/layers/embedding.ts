import { z } from 'zod';
import { initializerSchema } from '../initializers/index.ts';
import { commonOptions, defineLayer } from './layer.ts';
import { trainableOption } from './weights.ts';

/**
 * A trained vector for each of `vocabularySize` indices: int64 `[batch, ...]` → `[batch, ..., units]`. The vectors are
 * first drawn from the standard normal distribution, as PyTorch does, so that what follows gets inputs of variance 1
 * (Keras draws from ±0.05, from which the signal of variance-scaled layers stays as small).
 */
export const embedding = defineLayer({
  options: z.strictObject({
    layer: z.literal('embedding'),
    /** Number of different indices, which run from 0. */
    vocabularySize: z.int().positive(),
    units: z.int().positive(),
    initializer: initializerSchema.default({ name: 'normal', mean: 0, deviation: 1 }),
    ...trainableOption,
    ...commonOptions,
  }),
  stem: 'embedding',
  build(context, input, { vocabularySize, units, initializer }) {
    if (input.dtype !== 'int64' && input.dtype !== 'int32') {
      throw context.error(
        `the input has type ${input.dtype}, expected int64 indices`,
        'Give the network an input of type int64, and put the embedding first',
      );
    }
    const table = context.parameter(
      'table',
      { shape: [vocabularySize, units], fanIn: units, fanOut: units },
      initializer,
    );
    return context.builder.op('Gather', [table, input]);
  },
});
