import { fromNumbers } from '../../../core/index.ts';
import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import { type LayerContext, reshaped } from '../layer-context.ts';

/** Takes the place of minus infinity in scores. */
const hidden = -1e9;

function isValue(argument: unknown): argument is Value {
  return typeof argument === 'object' && argument !== null && 'dtype' in argument;
}

/** An argument of the call, by position or by name. */
function argument(context: LayerContext, index: number, name: string): Value | undefined {
  const named = context.named[name];
  return context.inputs[index] ?? (isValue(named) ? named : undefined);
}

function causalMask(context: LayerContext, rows: number, columns: number): Value {
  const mask = Array.from({ length: rows * columns }, (_, i) => (i % columns > Math.floor(i / columns) ? hidden : 0));
  return context.builder.constant(fromNumbers('float32', [rows, columns], mask), 'causal_mask');
}

/** Scores → shares that sum to one, with the causal mask and the dropout that the layer asks for. */
function sharesOf(context: LayerContext, scores: Value, rate: number): Value {
  const { builder } = context;
  const isCausal = context.named.use_causal_mask === true || context.options.values.causal === true;
  const seen = isCausal
    ? context.binary('Add', scores, causalMask(context, context.known(scores, -2), context.known(scores, -1)))
    : scores;
  const shares = builder.op('Softmax', [seen], { axis: -1 });
  return rate === 0 ? shares : builder.op('Dropout', [shares, builder.scalar(rate)]);
}

function refuseMasks(context: LayerContext): void {
  const mask = ['attention_mask', 'query_mask', 'value_mask', 'key_mask', 'mask'].find((name) =>
    isValue(context.named[name]),
  );
  if (mask !== undefined) throw context.error(`is called with '${mask}', which is not supported`);
  if (context.inputs.some((input) => context.state.masks.has(input.name))) {
    context.note('warning', 'The mask of the sequences does not reach the attention, unlike in Keras.');
  }
}

/** Each step of the query takes from the values what it finds in the keys, in several heads. */
export const multiHeadAttention: KerasLayer = {
  limits: 'over time, `[batch, time, features]`; causal masks, no others',
  write(context) {
    const { builder, options, input: query } = context;
    refuseMasks(context);
    const value = argument(context, 1, 'value');
    if (value === undefined) throw context.error('is called without a value');
    const key = argument(context, 2, 'key') ?? value;
    for (const tensor of [query, value, key]) context.requireRank(tensor, 3);
    if (
      options.has('attention_axes') &&
      ![1, '[1]'].includes(
        JSON.stringify(options.values.attention_axes) === '[1]' ? '[1]' : (options.values.attention_axes as number),
      )
    ) {
      throw context.error("the option 'attention_axes' names other axes than time");
    }
    const heads = options.integer('num_heads');
    const keyDim = options.integer('key_dim');
    const valueDim = options.has('value_dim') ? options.integer('value_dim') : keyDim;
    const usesBias = options.boolean('use_bias', true);
    const split = (part: string, x: Value, size: number, perm: readonly number[]) => {
      const inner = context.part(`${part}_dense`, part);
      const features = inner.known(x, -1);
      const kernel = inner.variable('kernel', {
        shape: [features, heads, size],
        stored: reshaped([features, heads * size]),
      });
      const product = builder.op('MatMul', [x, kernel]);
      const sum = usesBias
        ? builder.op('Add', [
            product,
            inner.variable('bias', { shape: [heads, size], stored: reshaped([heads * size]) }),
          ])
        : product;
      const apart = builder.op('Reshape', [sum, builder.ints([0, context.known(x, 1), heads, size])]);
      return builder.op('Transpose', [apart], { perm });
    };
    const queries = context.binary('Mul', split('query', query, keyDim, [0, 2, 1, 3]), 1 / Math.sqrt(keyDim));
    const keys = split('key', key, keyDim, [0, 2, 3, 1]);
    const values = split('value', value, valueDim, [0, 2, 1, 3]);
    const shares = sharesOf(context, builder.op('MatMul', [queries, keys]), options.number('dropout', 0));
    const found = builder.op('Transpose', [builder.op('MatMul', [shares, values])], { perm: [0, 2, 1, 3] });
    const joined = builder.op('Reshape', [found, builder.ints([0, context.known(query, 1), heads * valueDim])]);
    const output = context.part('output_dense', 'attention_output');
    const width = outputWidth(context, query);
    const kernel = output.variable('kernel', {
      shape: [heads, valueDim, width],
      stored: reshaped([heads * valueDim, width]),
    });
    const product = builder.op('MatMul', [joined, kernel]);
    const sum = usesBias ? builder.op('Add', [product, output.variable('bias', { shape: [width] })]) : product;
    return context.named.return_attention_scores === true ? [sum, shares] : sum;
  },
};

function outputWidth(context: LayerContext, query: Value): number {
  const { output_shape: stated } = context.options.values;
  if (stated === undefined || stated === null) return context.known(query, -1);
  if (Array.isArray(stated) && stated.length === 1) return context.options.perAxis('output_shape', 1)[0]!;
  return context.options.integer('output_shape');
}

/** Attention without projections: by products, or by a trained tanh. */
const plainAttention = (isAdditive: boolean): KerasLayer => ({
  limits: 'causal masks, no others',
  write(context) {
    const { builder, options, inputs } = context;
    refuseMasks(context);
    const [query, value, key = value] = inputs;
    if (query === undefined || value === undefined || key === undefined) {
      throw context.error(`is called with ${inputs.length} inputs, expected query and value`);
    }
    for (const tensor of [query, value, key]) context.requireRank(tensor, 3);
    if (options.oneOf('score_mode', ['dot', 'concat'], 'dot') === 'concat') {
      throw context.error("the option 'score_mode' is 'concat', expected 'dot'");
    }
    const scores = isAdditive ? additiveScores(context, query, key) : productScores(context, query, key);
    const shares = sharesOf(context, scores, options.number('dropout', 0));
    const found = builder.op('MatMul', [shares, value]);
    return context.named.return_attention_scores === true ? [found, shares] : found;
  },
});

function productScores(context: LayerContext, query: Value, key: Value): Value {
  const { builder, options } = context;
  const turned = builder.op('Transpose', [key], { perm: [0, 2, 1] });
  const scores = builder.op('MatMul', [query, turned]);
  if (!options.boolean('use_scale', false)) return scores;
  return builder.op('Mul', [scores, context.variable('scale', { shape: [], initializer: 'ones' })]);
}

function additiveScores(context: LayerContext, query: Value, key: Value): Value {
  const { builder, options } = context;
  const [rows, columns] = [
    builder.op('Unsqueeze', [query, builder.ints([2])]),
    builder.op('Unsqueeze', [key, builder.ints([1])]),
  ];
  const sums = builder.op('Tanh', [builder.op('Add', [rows, columns])]);
  const scaled = options.boolean('use_scale', true)
    ? builder.op('Mul', [sums, context.variable('scale', { shape: [context.known(query, -1)] })])
    : sums;
  return builder.op('ReduceSum', [scaled, builder.ints([3])], { keepdims: 0 });
}

export const attention = plainAttention(false);
export const additiveAttention = plainAttention(true);
