import { inOrder, lastOrder, type NodeExport, type NodeWriter } from './node-export.ts';

export const batchNormalization: NodeWriter = (context) => {
  const [scale, shift, mean, variance] = [1, 2, 3, 4].map((index) => context.weight(index));
  context.write(
    {
      className: 'BatchNormalization',
      config: { axis: -1, momentum: context.float('momentum', 0.9), epsilon: context.float('epsilon', 1e-5) },
      inputs: [context.channelsLast()],
      weights: { '': [scale!, shift!, mean!, variance!] },
    },
    lastOrder(context.shape().length),
  );
};

export const layerNormalization: NodeWriter = (context) => {
  const rank = context.shape().length;
  const axis = context.integer('axis', -1);
  const first = axis < 0 ? axis + rank : axis;
  const weights = context.hasInput(2) ? [context.weight(1), context.weight(2)] : [context.weight(1)];
  context.write({
    className: 'LayerNormalization',
    config: {
      axis: inOrder(rank).slice(first),
      epsilon: context.float('epsilon', 1e-5),
      center: weights.length === 2,
    },
    inputs: [context.plain()],
    weights: { '': weights },
  });
};

/** GroupNormalization, and InstanceNormalization as one of as many groups as channels. */
const groups =
  (count: (context: NodeExport) => number): NodeWriter =>
  (context) => {
    context.write(
      {
        className: 'GroupNormalization',
        config: { groups: count(context), axis: -1, epsilon: context.float('epsilon', 1e-5) },
        inputs: [context.channelsLast()],
        weights: { '': [context.weight(1), context.weight(2)] },
      },
      lastOrder(context.shape().length),
    );
  };

export const groupNormalization = groups((context) => context.integer('num_groups', 1));
export const instanceNormalization = groups((context) => Number(context.shape()[1]));
