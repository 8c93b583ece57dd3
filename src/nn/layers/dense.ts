import { z } from 'zod';
import { formatShape } from '../../core/index.ts';
import { writeActivation } from './activation-functions.ts';
import { commonOptions, defineLayer } from './layer.ts';
import { defaultInitializer, weightOptions } from './weights.ts';

/**
 * Fully connected: `[batch, features]` → `[batch, units]`, or every step of a sequence `[batch, time, features]` by
 * itself. Its kernel is stored `[features, units]`, as in Keras.
 */
export const dense = defineLayer({
  options: z.strictObject({
    layer: z.literal('dense'),
    units: z.int().positive(),
    ...weightOptions,
    ...commonOptions,
  }),
  stem: 'dense',
  role: 'weights',
  build(context, input, { units, activation = 'relu', bias, initializer, biasInitializer }) {
    const { builder } = context;
    const rank = input.shape.length;
    const features = input.shape.at(-1);
    if ((rank !== 2 && rank !== 3) || typeof features !== 'number') {
      throw context.error(
        `the input has shape ${formatShape(input.shape)}, expected [batch, features] or [batch, time, features]`,
        'Put a flatten layer before it',
      );
    }
    const fans = { fanIn: features, fanOut: units };
    const inputs = [
      input,
      context.parameter('kernel', { shape: [features, units], ...fans }, initializer ?? defaultInitializer(activation)),
    ];
    const addend = bias ? [context.parameter('bias', { shape: [units], ...fans }, biasInitializer)] : [];
    if (rank === 2) return writeActivation(builder, activation, builder.op('Gemm', [...inputs, ...addend]));
    const product = builder.op('MatMul', inputs);
    return writeActivation(builder, activation, bias ? builder.op('Add', [product, ...addend]) : product);
  },
});
