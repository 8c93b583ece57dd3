import { writeActivation } from '../activations.ts';
import type { KerasLayer } from '../layer.ts';

/** x W + b over the last axis. */
export const dense: KerasLayer = {
  write(context) {
    const { builder, input, options } = context;
    const rank = input.shape.length;
    if (rank < 2) throw context.error('the input has no axis beside the batch');
    const units = options.integer('units');
    const inputs = [input, context.variable('kernel', { shape: [context.known(input, -1), units] })];
    const bias = options.boolean('use_bias', true) ? [context.variable('bias', { shape: [units] })] : [];
    const product = () => builder.op('MatMul', inputs);
    const sum =
      rank === 2
        ? builder.op('Gemm', [...inputs, ...bias])
        : bias.length === 0
          ? product()
          : builder.op('Add', [product(), ...bias]);
    return writeActivation(context, options.values.activation, sum);
  },
};
