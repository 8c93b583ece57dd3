import { formatShape, normalizeAxis } from '../../../core/index.ts';
import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import type { LayerContext } from '../layer-context.ts';

/** Inputs of a merge with the axes that Keras adds: those of fewer axes get ones behind the batch. */
function alignedInputs(context: LayerContext): readonly Value[] {
  const { builder, inputs } = context;
  if (inputs.length < 2) throw context.error(`merges ${inputs.length} inputs, expected two or more`);
  const rank = Math.max(...inputs.map((input) => input.shape.length));
  return inputs.map((input) => {
    const missing = rank - input.shape.length;
    if (missing === 0 || input.shape.length === 0) return input;
    return builder.op('Unsqueeze', [input, builder.ints(Array.from({ length: missing }, (_, axis) => axis + 1))]);
  });
}

/** Merges in the layout that all inputs have in memory, where they have the same. */
function merge(context: LayerContext, write: (inputs: readonly Value[]) => Value): Value {
  const { channelsFirst } = context.state;
  const inputs = alignedInputs(context);
  const rank = inputs[0]!.shape.length;
  const isHeldFirst = inputs.every((input) => input.shape.length === rank && channelsFirst.has(input.name));
  if (!isHeldFirst) return write(inputs);
  return context.onChannelsFirst(inputs[0]!, () => write(inputs.map((input) => channelsFirst.get(input.name)!)), false);
}

const folded = (opType: 'Add' | 'Mul' | 'Max' | 'Min'): KerasLayer => ({
  write: (context) =>
    merge(context, ([first, ...rest]) => rest.reduce((sum, next) => context.binary(opType, sum, next), first!)),
});

export const addition = folded('Add');
export const multiplication = folded('Mul');
export const maximum = folded('Max');
export const minimum = folded('Min');

export const subtraction: KerasLayer = {
  write(context) {
    if (context.inputs.length !== 2) throw context.error(`subtracts ${context.inputs.length} inputs, expected two`);
    return merge(context, ([a, b]) => context.binary('Sub', a!, b!));
  },
};

export const average: KerasLayer = {
  write: (context) =>
    merge(context, (inputs) => {
      const sum = inputs.reduce((total, next) => context.binary('Add', total, next));
      return context.binary('Mul', sum, 1 / inputs.length);
    }),
};

export const concatenation: KerasLayer = {
  write(context) {
    const { inputs, builder } = context;
    const axis = context.options.integer('axis', -1, -8);
    const rank = context.input.shape.length;
    if (axis >= rank || axis < -rank || axis === 0 || inputs.some((input) => input.shape.length !== rank)) {
      throw context.error(`joins ${inputs.map((input) => formatShape(input.shape)).join(' and ')} along axis ${axis}`);
    }
    if (inputs.length === 1) return context.input;
    const place = normalizeAxis(axis, rank);
    const { channelsFirst } = context.state;
    if (!inputs.every((input) => channelsFirst.has(input.name))) return builder.op('Concat', inputs, { axis: place });
    const firstPlace = place === rank - 1 ? 1 : place + 1;
    const held = inputs.map((input) => channelsFirst.get(input.name)!);
    return context.onChannelsFirst(context.input, () => builder.op('Concat', held, { axis: firstPlace }), false);
  },
};

/** The product of two inputs, sample by sample, summed along an axis of each. */
export const dot: KerasLayer = {
  limits: 'inputs of 2 or 3 axes',
  write(context) {
    const { builder, options, inputs } = context;
    const [a, b] = inputs;
    if (a === undefined || b === undefined || inputs.length !== 2) throw context.error('expected two inputs');
    context.requireRank(a, 2, 3);
    context.requireRank(b, 2, 3);
    const given: unknown = options.values.axes;
    const axes: unknown[] = Array.isArray(given) ? given : [given, given];
    const [left, right] = axes.map((axis, index) => {
      const rank = inputs[index]?.shape.length ?? 0;
      if (typeof axis === 'number' && Number.isInteger(axis) && axis < rank && axis >= -rank && axis !== 0) {
        return normalizeAxis(axis, rank);
      }
      throw context.error(`the option 'axes' is ${JSON.stringify(given)}, which the inputs do not have`);
    }) as [number, number];
    const unit = (value: Value, axis: number) => {
      if (!options.boolean('normalize', false)) return value;
      const sum = builder.op('ReduceSum', [context.binary('Mul', value, value), builder.ints([axis])], { keepdims: 1 });
      return builder.op('Div', [value, builder.op('Sqrt', [context.binary('Max', sum, 1e-12)])]);
    };
    const [x, y] = [unit(a, left), unit(b, right)];
    if (x.shape.length === 2 && y.shape.length === 2) {
      return builder.op('ReduceSum', [builder.op('Mul', [x, y]), builder.ints([1])], { keepdims: 1 });
    }
    return batchProduct(context, x, left, y, right);
  },
};

/** x with its axis last times y with its axis in the middle; vectors are matrices of one row or column for that. */
function batchProduct(context: LayerContext, x: Value, left: number, y: Value, right: number): Value {
  const { builder } = context;
  const swapped = (value: Value) => builder.op('Transpose', [value], { perm: [0, 2, 1] });
  const rows = x.shape.length === 2 ? builder.op('Unsqueeze', [x, builder.ints([1])]) : left === 2 ? x : swapped(x);
  const columns = y.shape.length === 2 ? builder.op('Unsqueeze', [y, builder.ints([2])]) : right === 1 ? y : swapped(y);
  const product = builder.op('MatMul', [rows, columns]);
  if (x.shape.length === 2) return builder.op('Squeeze', [product, builder.ints([1])]);
  return y.shape.length === 2 ? builder.op('Squeeze', [product, builder.ints([2])]) : product;
}
