import { z } from 'zod';
import { formatShape, sameShape } from '../../core/index.ts';
import { commonOptions, defineLayer } from './layer.ts';

/** The sum of inputs of one shape: residual connections. */
export const add = defineLayer({
  options: z.strictObject({ layer: z.literal('add'), ...commonOptions }),
  stem: 'add',
  merges: true,
  build(context) {
    const { builder, inputs } = context;
    return inputs.reduce((sum, input) => {
      if (!sameShape(sum.shape, input.shape)) {
        throw context.error(
          `adds ${formatShape(sum.shape)} and ${formatShape(input.shape)}, expected inputs of one shape`,
          'Bring one of them to the shape of the other with a dense layer or a convolution of kernel size 1',
        );
      }
      return builder.op('Add', [sum, input]);
    });
  },
});
