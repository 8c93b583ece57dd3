import { z } from 'zod';
import { defineInitializer } from './initializer.ts';

/** Standard deviation of a standard normal cut off at two deviations. */
const truncatedDeviation = 0.8796256610342398;

/**
 * Random weights of variance scale / fan, so that a signal keeps its variance through depth whatever the layers' sizes
 * (mission G5). Scale 2 suits ReLU, 1 linear layers. With scale 2 and fan_in it is He et al., "Delving deep into
 * rectifiers" (2015), eq. 10; with scale 1 and fan_avg Glorot and Bengio (2010), known as Xavier.
 */
export const varianceScaling = defineInitializer({
  options: z.strictObject({
    name: z.literal('varianceScaling'),
    scale: z.number().positive().default(2),
    mode: z.enum(['fan_in', 'fan_out', 'fan_avg']).default('fan_in'),
    distribution: z.enum(['truncated_normal', 'normal', 'uniform']).default('truncated_normal'),
  }),
  fill(target, { scale, mode, distribution }, random, { fanIn, fanOut }) {
    const fan = mode === 'fan_in' ? fanIn : mode === 'fan_out' ? fanOut : (fanIn + fanOut) / 2;
    const deviation = Math.sqrt(scale / Math.max(fan, 1));
    const draw = {
      truncated_normal: () => (deviation / truncatedDeviation) * random.truncatedNormal(),
      normal: () => deviation * random.normal(),
      uniform: () => Math.sqrt(3) * deviation * (2 * random.uniform() - 1),
    }[distribution];
    for (let i = 0; i < target.length; i++) target[i] = draw();
  },
  describe: ({ scale, mode, distribution }) =>
    `variance scaling (${mode}, ${scale}${distribution === 'truncated_normal' ? '' : `, ${distribution}`})`,
});
