import { z } from 'zod';
import { formatShape } from '../../core/index.ts';
import { writeActivation } from './activation-functions.ts';
import { defineLayer } from './layer.ts';
import { defaultInitializer, weightOptions } from './weights.ts';

/** Fully connected: `[batch, features]` → `[batch, units]`. Its kernel is stored `[features, units]`, as in Keras. */
export const dense = defineLayer({
  options: z.strictObject({
    layer: z.literal('dense'),
    units: z.int().positive(),
    ...weightOptions,
    name: z.string().optional(),
  }),
  stem: 'dense',
  build(context, input, { units, activation = 'relu', bias, initializer, biasInitializer }) {
    const features = input.shape[1];
    if (input.shape.length !== 2 || typeof features !== 'number') {
      throw context.error(
        `the input has shape ${formatShape(input.shape)}, expected [batch, features]`,
        'Put a flatten layer before it',
      );
    }
    const fans = { fanIn: features, fanOut: units };
    const kernel = context.parameter(
      'kernel',
      { shape: [features, units], ...fans },
      initializer ?? defaultInitializer(activation),
    );
    const inputs = [input, kernel];
    if (bias) inputs.push(context.parameter('bias', { shape: [units], ...fans }, biasInitializer));
    return writeActivation(context.builder, activation, context.builder.op('Gemm', inputs));
  },
});
