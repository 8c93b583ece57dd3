import { z } from 'zod';
import { initializerSchema } from '../initializers/index.ts';
import { commonOptions, defineLayer, sequenceShape } from './layer.ts';
import { trainableOption } from './weights.ts';

/**
 * Adds a trained vector for each position of `[batch, time, features]`, so that attention can tell steps apart. They
 * are first drawn as those of `embedding` are, from the standard normal distribution.
 */
export const positionEmbedding = defineLayer({
  options: z.strictObject({
    layer: z.literal('positionEmbedding'),
    initializer: initializerSchema.default({ name: 'normal', mean: 0, deviation: 1 }),
    ...trainableOption,
    ...commonOptions,
  }),
  stem: 'position_embedding',
  build(context, input, { initializer }) {
    const { time, features } = sequenceShape(context, input);
    const shape = { shape: [time, features], fanIn: features, fanOut: features };
    return context.builder.op('Add', [input, context.parameter('table', shape, initializer)]);
  },
});
