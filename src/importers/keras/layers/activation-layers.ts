import { fromNumbers, normalizeAxis } from '../../../core/index.ts';
import { clip, writeActivation } from '../activations.ts';
import type { KerasLayer } from '../layer.ts';
import { reshaped, sampleShape } from '../layer-context.ts';

export const activation: KerasLayer = {
  write: (context) => writeActivation(context, context.options.values.activation, context.input),
};

/** With bounds and slopes: max(x, 0) up to `max_value`, and below `threshold` slope · (x - threshold). */
export const relu: KerasLayer = {
  write(context) {
    const { builder, options } = context;
    const most = options.has('max_value') ? options.number('max_value') : undefined;
    const slope = options.number('negative_slope', 0);
    const threshold = options.number('threshold', 0);
    return context.elementwise(context.input, (x) => {
      if (threshold === 0) {
        if (slope === 0) return most === undefined ? builder.op('Relu', [x]) : clip(context, x, 0, most);
        const leaky = builder.op('LeakyRelu', [x], { alpha: slope });
        return most === undefined ? leaky : context.binary('Min', leaky, most);
      }
      const isLarge = builder.op('GreaterOrEqual', [x, builder.scalar(threshold)]);
      const high = most === undefined ? x : context.binary('Min', x, most);
      const low = context.binary('Mul', context.binary('Sub', x, threshold), slope);
      return builder.op('Where', [isLarge, high, low]);
    });
  },
};

export const leakyRelu: KerasLayer = {
  write(context) {
    // Keras 2 calls the slope alpha.
    const name = context.options.has('alpha') ? 'alpha' : 'negative_slope';
    const alpha = context.options.number(name, 0.3);
    return context.elementwise(context.input, (x) => context.builder.op('LeakyRelu', [x], { alpha }));
  },
};

export const elu: KerasLayer = {
  write(context) {
    const alpha = context.options.number('alpha', 1);
    return context.elementwise(context.input, (x) => context.builder.op('Elu', [x], { alpha }));
  },
};

export const thresholdedRelu: KerasLayer = {
  write(context) {
    const alpha = context.options.number('theta', 1);
    return context.elementwise(context.input, (x) => context.builder.op('ThresholdedRelu', [x], { alpha }));
  },
};

/** A trained slope for each element of a sample, shared along some axes. */
export const prelu: KerasLayer = {
  write(context) {
    const { builder, input, options } = context;
    const shared = options.has('shared_axes') ? options.integers('shared_axes', 1) : [];
    const shape = sampleShape(context, input).map((length, axis) => (shared.includes(axis + 1) ? 1 : length));
    const initializer = options.values.alpha_initializer ?? 'zeros';
    const slope = context.variable('alpha', { shape, initializer, stored: reshaped(shape) });
    return builder.op('PRelu', [input, slope]);
  },
};

export const softmax: KerasLayer = {
  limits: 'one axis',
  write(context) {
    const { builder, input, options } = context;
    const rank = input.shape.length;
    const given: unknown[] = [options.values.axis ?? -1].flat(1);
    const [axis] = given;
    if (given.length !== 1 || typeof axis !== 'number' || !Number.isInteger(axis) || axis >= rank || axis < -rank) {
      throw context.error(`the option 'axis' is ${JSON.stringify(options.values.axis)}, expected one axis of ${rank}`);
    }
    const mask = context.inputs[1];
    const scores =
      mask === undefined
        ? input
        : context.binary('Add', input, context.binary('Mul', context.binary('Sub', 1, mask), -1e9));
    return builder.op('Softmax', [scores], { axis: normalizeAxis(axis, rank) });
  },
};

/** A vector of zeros with ones at the indices given. */
export const categoryEncoding: KerasLayer = {
  limits: 'without count weights',
  write(context) {
    const { builder, input, options } = context;
    const count = options.integer('num_tokens');
    const mode = options.oneOf('output_mode', ['one_hot', 'multi_hot', 'count'], 'multi_hot');
    if (context.inputs.length > 1) throw context.error('is called with count weights, which are not supported');
    const indices = builder.op('Cast', [input], { to: 7 });
    const pair = builder.constant(fromNumbers('float32', [2], [0, 1]));
    const depth = builder.constant(fromNumbers('int64', [], [count]));
    const hot = builder.op('OneHot', [indices, depth, pair], { axis: -1 });
    const rank = input.shape.length;
    if (mode === 'one_hot') {
      const isColumn = rank > 1 && input.shape.at(-1) === 1;
      return isColumn ? builder.op('Squeeze', [hot, builder.ints([rank - 1])]) : hot;
    }
    if (rank === 1) return hot;
    const reduce = mode === 'count' ? 'ReduceSum' : 'ReduceMax';
    return builder.op(reduce, [hot, builder.ints([rank - 1])], { keepdims: 0 });
  },
};

/** The number of the interval that a number lies in. */
export const discretization: KerasLayer = {
  limits: 'bin boundaries that are given, integers out',
  write(context) {
    const { builder, options } = context;
    const bounds = options.values.bin_boundaries;
    if (!Array.isArray(bounds) || bounds.length === 0 || !bounds.every((bound) => typeof bound === 'number')) {
      throw context.error('has no bin boundaries', 'Give them, or save the model after adapt()');
    }
    options.oneOf('output_mode', ['int'], 'int');
    const edges = builder.constant(fromNumbers('float32', [bounds.length], bounds as number[]));
    const last = builder.op('Unsqueeze', [context.input, builder.ints([-1])]);
    const above = builder.op('Cast', [builder.op('GreaterOrEqual', [last, edges])], { to: 7 });
    return builder.op('ReduceSum', [above, builder.ints([-1])], { keepdims: 0 });
  },
};
