import { fromNumbers, normalizeAxis } from '../../../core/index.ts';
import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import type { LayerContext } from '../layer-context.ts';

/** A variable where an option asks for it, else the constant that changes nothing. */
function scaleOrConstant(context: LayerContext, option: string, variable: 'gamma' | 'beta', shape: number[]): Value {
  if (context.options.boolean(option, true)) return context.variable(variable, { shape });
  const count = shape.reduce((product, length) => product * length, 1);
  const values = new Array<number>(count).fill(variable === 'gamma' ? 1 : 0);
  return context.builder.constant(fromNumbers('float32', shape, values), `${context.place.name}/${variable}`);
}

/** The axes that an option names, counted from the front, in order. */
function axesOf(context: LayerContext, fallback = -1): number[] {
  const { axis } = context.options.values;
  const rank = context.input.shape.length;
  const given: unknown[] = Array.isArray(axis) ? axis : [axis ?? fallback];
  const axes = given.map((one) => {
    if (typeof one !== 'number' || !Number.isInteger(one) || one >= rank || one < -rank || one === 0) {
      throw context.error(`the option 'axis' is ${JSON.stringify(axis)}, the input has ${rank} axes`);
    }
    return normalizeAxis(one, rank);
  });
  return axes.sort((a, b) => a - b);
}

/** The variables of a batch normalisation, in Keras's order. */
function batchVariables(context: LayerContext, channels: number) {
  const shape = [channels];
  const scale = scaleOrConstant(context, 'scale', 'gamma', shape);
  const bias = scaleOrConstant(context, 'center', 'beta', shape);
  const mean = context.variable('moving_mean', { shape, trained: false });
  const variance = context.variable('moving_variance', { shape, trained: false });
  return [scale, bias, mean, variance] as const;
}

/** Batch normalisation of one axis. Frozen ones use the running statistics in training too, as in Keras. */
export const batchNormalization: KerasLayer = {
  write(context) {
    const { builder, input, options } = context;
    const [axis, ...others] = axesOf(context);
    const rank = input.shape.length;
    if (axis === undefined || others.length > 0 || rank < 2)
      throw context.error('normalises several axes, expected one');
    const variables = batchVariables(context, context.known(input, axis));
    const epsilon = options.number('epsilon', 1e-3);
    const momentum = options.number('momentum', 0.99);
    const write = (x: Value) => {
      if (context.place.frozen) return affine(context, x, variables, epsilon);
      return builder.op('BatchNormalization', [x, ...variables], { epsilon, momentum });
    };
    if (context.state.masks.has(input.name)) {
      context.note('warning', 'Steps that a mask hides count in the statistics of the batch, unlike in Keras.');
    }
    if (axis === 1) return write(input);
    if (axis === rank - 1) return context.onChannelsFirst(input, write, false);
    const order = input.shape.map((_, from) => from);
    order.splice(axis, 1);
    order.splice(1, 0, axis);
    const back = order.map((_, from) => order.indexOf(from));
    return builder.op('Transpose', [write(builder.op('Transpose', [input], { perm: order }))], { perm: back });
  },
};

/** (x - mean) · gamma / √(variance + epsilon) + beta over axis 1. */
function affine(
  context: LayerContext,
  x: Value,
  [scale, bias, mean, variance]: readonly [Value, Value, Value, Value],
  epsilon: number,
): Value {
  const { builder } = context;
  const root = builder.op('Sqrt', [context.binary('Add', variance, epsilon)]);
  const slope = builder.op('Div', [scale, root]);
  const axes = builder.ints(x.shape.slice(2).map((_, axis) => axis + 1));
  const over = (value: Value) => (x.shape.length === 2 ? value : builder.op('Unsqueeze', [value, axes]));
  const centred = builder.op('Sub', [x, over(mean)]);
  return builder.op('Add', [builder.op('Mul', [centred, over(slope)]), over(bias)]);
}

/** Normalises each sample over its last axes. */
export const layerNormalization: KerasLayer = {
  limits: 'the last axis, or several that end with it',
  write(context) {
    const { builder, input, options } = context;
    const axes = axesOf(context);
    const first = axes[0]!;
    const rank = input.shape.length;
    if (axes.length !== rank - first || new Set(axes).size !== axes.length) {
      throw context.error(`normalises the axes ${axes.join(', ')} of ${rank}, expected the last ones`);
    }
    if (options.boolean('rms_scaling', false)) throw context.error("the option 'rms_scaling' is not supported");
    const shape = axes.map((axis) => context.known(input, axis));
    const scale = scaleOrConstant(context, 'scale', 'gamma', shape);
    const bias = scaleOrConstant(context, 'center', 'beta', shape);
    return builder.op('LayerNormalization', [input, scale, bias], {
      axis: first,
      epsilon: options.number('epsilon', 1e-3),
    });
  },
};

/** Normalises groups of neighbouring channels of each sample. */
export const groupNormalization: KerasLayer = {
  limits: 'the last axis or axis 1',
  mask: 'drops',
  write(context) {
    const { builder, input, options } = context;
    const [axis, ...others] = axesOf(context);
    const rank = input.shape.length;
    if (axis === undefined || others.length > 0 || rank < 3 || (axis !== 1 && axis !== rank - 1)) {
      throw context.error('normalises axes other than the last one or axis 1, or vectors');
    }
    const channels = context.known(input, axis);
    const stated = options.integer('groups', 32, -1);
    const groups = stated === -1 ? channels : stated;
    if (groups < 1 || channels % groups !== 0) throw context.error(`${groups} groups must divide ${channels} channels`);
    const scale = scaleOrConstant(context, 'scale', 'gamma', [channels]);
    const bias = scaleOrConstant(context, 'center', 'beta', [channels]);
    const attributes = { num_groups: groups, epsilon: options.number('epsilon', 1e-3) };
    const write = (x: Value) => builder.op('GroupNormalization', [x, scale, bias], attributes);
    return context.onChannelsFirst(input, write, axis === 1);
  },
};

/** Divides by the root of the mean square over the last axis. */
export const rmsNormalization: KerasLayer = {
  limits: 'the last axis',
  write(context) {
    const { builder, input, options } = context;
    const axes = axesOf(context);
    if (axes.length !== 1 || axes[0] !== input.shape.length - 1)
      throw context.error('normalises other axes than the last');
    const shape = [context.known(input, -1)];
    const scale = context.variable('scale', { shape, initializer: 'ones' });
    const square = builder.op('ReduceMean', [context.binary('Mul', input, input), builder.ints([-1])], { keepdims: 1 });
    const root = builder.op('Sqrt', [context.binary('Add', square, options.number('epsilon', 1e-6))]);
    return builder.op('Mul', [builder.op('Div', [input, root]), scale]);
  },
};

/** Divides by the Euclidean norm over some axes. */
export const unitNormalization: KerasLayer = {
  write(context) {
    const { builder, input } = context;
    const squares = context.binary('Mul', input, input);
    const sum = builder.op('ReduceSum', [squares, builder.ints(axesOf(context))], { keepdims: 1 });
    return builder.op('Div', [input, builder.op('Sqrt', [context.binary('Max', sum, 1e-12)])]);
  },
};

/** (x - mean) / deviation with statistics that are given or were taken of data by `adapt`. */
export const normalization: KerasLayer = {
  write(context) {
    const { builder, input, options } = context;
    const axes = options.values.axis === null ? [] : axesOf(context);
    const rank = input.shape.length;
    const shape = axes.map((axis) => context.known(input, axis));
    const isGiven = options.has('mean');
    const [mean, variance] = isGiven
      ? (['mean', 'variance'] as const).map((name) => givenStatistic(context, name, shape))
      : [
          context.variable('mean', { shape, initializer: 'zeros', trained: false }),
          context.variable('variance', { shape, initializer: 'ones', trained: false }),
        ];
    const places = Array.from({ length: rank }, (_, axis) => axis).slice(1);
    const spread = builder.ints([1, ...places.map((axis) => (axes.includes(axis) ? context.known(input, axis) : 1))]);
    const over = (value: Value) => builder.op('Reshape', [value, spread]);
    const deviation = context.binary('Max', builder.op('Sqrt', [over(variance!)]), 1e-7);
    if (options.boolean('invert', false)) {
      return builder.op('Add', [over(mean!), builder.op('Mul', [input, deviation])]);
    }
    return builder.op('Div', [builder.op('Sub', [input, over(mean!)]), deviation]);
  },
};

function givenStatistic(context: LayerContext, name: 'mean' | 'variance', shape: readonly number[]): Value {
  const value = context.options.values[name];
  const numbers = [value].flat(8);
  const count = shape.reduce((product, length) => product * length, 1);
  if (!numbers.every((number) => typeof number === 'number') || (numbers.length !== count && numbers.length !== 1)) {
    throw context.error(`the option '${name}' has ${numbers.length} numbers, expected ${count}`);
  }
  const filled = numbers.length === count ? numbers : new Array<number>(count).fill(numbers[0] as number);
  return context.builder.constant(fromNumbers('float32', shape, filled as number[]), `${context.place.name}/${name}`);
}

/** x · scale + offset. */
export const rescaling: KerasLayer = {
  limits: 'one number, or one for each element of the last axis',
  write(context) {
    const operand = (name: string, fallback: number) => {
      const value = context.options.values[name] ?? fallback;
      if (typeof value === 'number') return context.builder.scalar(value);
      const numbers: unknown[] = [value].flat(1);
      if (numbers.length > 0 && numbers.every((number) => typeof number === 'number')) {
        return context.builder.constant(fromNumbers('float32', [numbers.length], numbers as number[]));
      }
      throw context.error(`the option '${name}' is neither a number nor a list of such`);
    };
    return context.binary('Add', context.binary('Mul', context.input, operand('scale', 1)), operand('offset', 0));
  },
};
