import { elementCount, formatShape } from '../../../core/index.ts';
import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import { type LayerContext, sampleShape } from '../layer-context.ts';

/** All axes behind the batch as one; of channels-first data Keras takes the channels last. */
export const flatten: KerasLayer = {
  mask: 'drops',
  write(context) {
    const { builder, input } = context;
    const rank = input.shape.length;
    if (rank === 1) return builder.op('Unsqueeze', [input, builder.ints([1])]);
    const isMoved = context.isChannelsFirst && rank > 2;
    const order = [0, ...Array.from({ length: rank - 2 }, (_, axis) => axis + 2), 1];
    return builder.op('Flatten', [isMoved ? builder.op('Transpose', [input], { perm: order }) : input], { axis: 1 });
  },
};

export const reshape: KerasLayer = {
  mask: 'drops',
  write(context) {
    const target = context.options.integers('target_shape', -1);
    const size = elementCount(sampleShape(context, context.input));
    const known = elementCount(target.filter((length) => length !== -1));
    const open = target.filter((length) => length === -1).length;
    if (open > 1 || (open === 0 ? known !== size : known === 0 || size % known !== 0)) {
      throw context.error(
        `a sample of shape ${formatShape(context.input.shape.slice(1))} cannot be reshaped to [${target.join(', ')}]`,
      );
    }
    const shape = target.map((length) => (length === -1 ? size / known : length));
    return context.builder.op('Reshape', [context.input, context.builder.ints([0, ...shape])]);
  },
};

export const permute: KerasLayer = {
  write(context) {
    const order = context.options.integers('dims', 1);
    const rank = context.input.shape.length;
    if (order.length !== rank - 1 || [...order].sort((a, b) => a - b).some((axis, index) => axis !== index + 1)) {
      throw context.error(
        `the option 'dims' is [${order.join(', ')}], the input has ${rank - 1} axes behind the batch`,
      );
    }
    return context.builder.op('Transpose', [context.input], { perm: [0, ...order] });
  },
};

/** The vector again and again: [batch, features] → [batch, n, features]. */
export const repeatVector: KerasLayer = {
  mask: 'drops',
  write(context) {
    const { builder, input } = context;
    context.requireRank(input, 2);
    const count = context.options.integer('n');
    return builder.op('Tile', [builder.op('Unsqueeze', [input, builder.ints([1])]), builder.ints([1, count, 1])]);
  },
};

/** The spatial axes of the input in the layer's own layout. */
function spatialAxes(context: LayerContext, rank: number): number[] {
  context.requireRank(context.input, rank + 2);
  const first = rank > 1 && context.isChannelsFirst ? 2 : 1;
  return Array.from({ length: rank }, (_, axis) => axis + first);
}

/** Works on the spatial axes wherever the channels are in memory. */
function onSpatialAxes(context: LayerContext, rank: number, write: (x: Value, axes: number[]) => Value): Value {
  const axes = spatialAxes(context, rank);
  const isHeldFirst = axes[0] === 1 && context.state.channelsFirst.has(context.input.name);
  if (!isHeldFirst) return write(context.input, axes);
  return context.onChannelsFirst(
    context.input,
    (x) =>
      write(
        x,
        axes.map((axis) => axis + 1),
      ),
    false,
  );
}

const paddingLimit = 2 ** 20;

export const zeroPadding = (rank: 1 | 2 | 3): KerasLayer => ({
  mask: 'drops',
  write(context) {
    const pairs = context.options.pairs('padding', rank);
    if (pairs.flat().some((length) => length > paddingLimit)) throw context.error(`pads by more than ${paddingLimit}`);
    return onSpatialAxes(context, rank, (x, axes) => {
      const pads = new Array<number>(2 * x.shape.length).fill(0);
      axes.forEach((axis, index) => {
        [pads[axis], pads[axis + x.shape.length]] = pairs[index]!;
      });
      return context.builder.op('Pad', [x, context.builder.ints(pads)]);
    });
  },
});

export const cropping = (rank: 1 | 2 | 3): KerasLayer => ({
  mask: 'drops',
  write(context) {
    const { builder } = context;
    const pairs = context.options.pairs('cropping', rank);
    return onSpatialAxes(context, rank, (x, axes) => {
      const ends = axes.map((axis, index) => context.known(x, axis) - pairs[index]![1]);
      const starts = pairs.map(([before]) => before);
      if (starts.some((start, index) => start >= ends[index]!)) throw context.error('crops the whole input away');
      return builder.op('Slice', [x, builder.ints(starts), builder.ints(ends), builder.ints(axes)]);
    });
  },
});
