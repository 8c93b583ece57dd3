import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import type { LayerContext } from '../layer-context.ts';

/** ONNX's numbers of the types that are cast to. */
const [float32, int64] = [1, 7];

/** 1 where a condition holds, else 0. */
function asNumber({ builder }: LayerContext, condition: Value): Value {
  return builder.op('Cast', [condition], { to: float32 });
}

/** A trained vector for each index; fractions are cut off, as in Keras. */
export const embedding: KerasLayer = {
  limits: 'masks reach recurrent layers and the mean over time',
  write(context) {
    const { builder, input, options } = context;
    const shape = [options.integer('input_dim'), options.integer('output_dim')];
    const initializer = options.values.embeddings_initializer ?? 'uniform';
    const table = context.variable('embeddings', { shape, initializer });
    const indices = input.dtype === 'int64' ? input : builder.op('Cast', [input], { to: int64 });
    const vectors = builder.op('Gather', [table, indices]);
    if (options.boolean('mask_zero', false) && input.shape.length === 2) {
      const isZero = builder.op('Equal', [
        indices,
        builder.constant({ dtype: 'int64', shape: [], data: BigInt64Array.of(0n) }),
      ]);
      context.state.masks.set(vectors.name, asNumber(context, builder.op('Not', [isZero])));
    }
    return vectors;
  },
};

/** Hides the steps all of whose features have one value. */
export const masking: KerasLayer = {
  limits: 'masks reach recurrent layers and the mean over time',
  write(context) {
    const { builder, input } = context;
    context.requireRank(input, 3);
    const value = builder.scalar(context.options.number('mask_value', 0));
    const differs = asNumber(context, builder.op('Not', [builder.op('Equal', [input, value])]));
    const mask = builder.op('ReduceMax', [differs, builder.ints([2])], { keepdims: 0 });
    const output = builder.op('Mul', [input, builder.op('Unsqueeze', [mask, builder.ints([2])])]);
    context.state.masks.set(output.name, mask);
    return output;
  },
};
