import { z } from 'zod';
import { fromNumbers } from '../../core/index.ts';
import { initializerSchema } from '../initializers/index.ts';
import { commonOptions, defineLayer, sequenceShape } from './layer.ts';
import { biasOptions, defaultInitializer, trainableOption } from './weights.ts';

/** Takes the place of −∞ in masked scores: softmax makes it 0 in float32. */
const masked = -1e9;

/**
 * Self-attention: every step of `[batch, time, features]` takes from the others what its queries find in their keys,
 * softmax(Q Kᵀ / √keyDim) V in each head, and projects the heads back to `features`. Queries, keys and values come of
 * one kernel, `[features, 3 · heads · keyDim]`. Source: Vaswani et al., "Attention is all you need" (2017), eq. 1.
 */
export const multiHeadAttention = defineLayer({
  options: z.strictObject({
    layer: z.literal('multiHeadAttention'),
    heads: z.int().positive().default(8),
    /** Size of a head's queries, keys and values. Default: features / heads. */
    keyDim: z.int().positive().optional(),
    /** Whether a step sees only itself and those before it. */
    causal: z.boolean().default(false),
    /** Default: variance scaling by fan-in, of scale 1. */
    initializer: initializerSchema.optional(),
    ...biasOptions,
    ...trainableOption,
    ...commonOptions,
  }),
  stem: 'multi_head_attention',
  role: 'recurrence',
  build(context, input, options) {
    const { builder } = context;
    const { heads, causal, initializer = defaultInitializer('linear') } = options;
    const { time, features } = sequenceShape(context, input);
    const keyDim = options.keyDim ?? features / heads;
    if (!Number.isInteger(keyDim)) {
      throw context.error(`${heads} heads must divide ${features} features`, "Set 'heads' to a divisor, or 'keyDim'");
    }
    const width = heads * keyDim;
    const project = (part: string, value: typeof input, fanIn: number, fanOut: number) => {
      const fans = { fanIn, fanOut };
      const kernel = context.parameter(`${part}_kernel`, { shape: [fanIn, fanOut], ...fans }, initializer);
      const product = builder.op('MatMul', [value, kernel]);
      if (!options.bias) return product;
      return builder.op('Add', [
        product,
        context.parameter(`${part}_bias`, { shape: [fanOut], ...fans }, options.biasInitializer),
      ]);
    };
    const parts = builder.ops(
      'Split',
      [project('projection', input, features, 3 * width), builder.ints([width, width, width])],
      { axis: 2 },
      3,
    );
    const byHead = (index: number, perm: number[]) => {
      const split = builder.op('Reshape', [parts[index], builder.ints([0, time, heads, keyDim])]);
      return builder.op('Transpose', [split], { perm });
    };
    const queries = builder.op('Mul', [byHead(0, [0, 2, 1, 3]), builder.scalar(1 / Math.sqrt(keyDim))]);
    let scores = builder.op('MatMul', [queries, byHead(1, [0, 2, 3, 1])]);
    if (causal) {
      const mask = Array.from({ length: time * time }, (_, i) => (i % time > Math.floor(i / time) ? masked : 0));
      scores = builder.op('Add', [scores, builder.constant(fromNumbers('float32', [time, time], mask), 'causal_mask')]);
    }
    const shares = builder.op('Softmax', [scores], { axis: -1 });
    const found = builder.op('MatMul', [shares, byHead(2, [0, 2, 1, 3])]);
    const joined = builder.op('Reshape', [
      builder.op('Transpose', [found], { perm: [0, 2, 1, 3] }),
      builder.ints([0, time, width]),
    ]);
    return project('output', joined, width, features);
  },
});
