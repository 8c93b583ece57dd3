import { z } from 'zod';
import { writeActivation } from './activation-functions.ts';
import { defineLayer } from './layer.ts';
import { normalizationOptions } from './normalization.ts';

/**
 * x / √(mean of x² + epsilon) · scale over the features (the last axis) of a vector or of each step: a layer norm that
 * neither centres nor shifts. Source: Zhang and Sennrich, "Root mean square layer normalization" (2019), eq. 4.
 */
export const rmsNorm = defineLayer({
  options: z.strictObject({ layer: z.literal('rmsNorm'), ...normalizationOptions }),
  stem: 'rms_norm',
  role: 'normalization',
  build(context, input, { epsilon, activation = 'linear' }) {
    const { builder } = context;
    const features = input.shape.at(-1);
    if (input.shape.length < 2 || typeof features !== 'number') {
      throw context.error(`the input has shape [${input.shape.join(', ')}], expected [batch, ..., features]`);
    }
    const parameter = { shape: [features], fanIn: features, fanOut: features };
    const scale = context.parameter('scale', parameter, { name: 'constant', value: 1 });
    const square = builder.op('ReduceMean', [builder.op('Mul', [input, input]), builder.ints([-1])]);
    const root = builder.op('Sqrt', [builder.op('Add', [square, builder.scalar(epsilon)])]);
    return writeActivation(builder, activation, builder.op('Mul', [builder.op('Div', [input, root]), scale]));
  },
});
