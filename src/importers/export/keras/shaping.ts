import { toNumbers } from '../../../core/index.ts';
import { zeroPadded } from './dense-and-convolution.ts';
import { inOrder, lastOrder, lengthOf, type NodeWriter } from './node-export.ts';

/** Reshape, Flatten, Squeeze and Unsqueeze: the elements of each sample in their order, in another shape. */
export const reshape: NodeWriter = (context) => {
  const shape = context.outputShape().map(lengthOf);
  if (shape[0] !== null || context.shape()[0] === undefined || typeof context.shape()[0] === 'number') {
    withoutBatchFirst(context);
    return;
  }
  context.place(context.reshape(context.plain(), shape), inOrder(shape.length));
};

/** Squeeze and Unsqueeze where the samples lie along another axis, as recurrent operators have them. */
const withoutBatchFirst: NodeWriter = (context) => {
  const [from, to] = [context.shape(), context.outputShape()];
  const { tensor, axes } = context.placed(0);
  const axis = from.length === to.length + 1 ? toNumbers(context.constant(1)!)[0] : undefined;
  if (context.node.opType !== 'Squeeze' || axis === undefined) throw context.refuse('a shape that moves the samples');
  const gone = axis < 0 ? axis + from.length : axis;
  const left = axes.filter((each) => each !== gone);
  const shape = left.map((each) => lengthOf(from[each]!));
  context.place(
    context.reshape(tensor, shape),
    left.map((each) => (each > gone ? each - 1 : each)),
  );
};

/** Transpose: nothing moves before a layer asks for its order. */
export const transpose: NodeWriter = (context) => {
  const { tensor, axes } = context.placed(0);
  const perm = context.integers('perm', inOrder(axes.length).reverse());
  context.place(
    tensor,
    axes.map((axis) => perm.indexOf(axis)),
  );
};

export const identity: NodeWriter = (context) => {
  const { tensor, axes } = context.placed(0);
  context.place(tensor, axes);
};

/** A table of trained vectors, or fixed columns of vectors. */
export const gather: NodeWriter = (context) => {
  const table = context.constant(0);
  const axis = context.integer('axis', 0);
  if (table !== undefined && axis === 0 && table.shape.length === 2) {
    const [rows, units] = table.shape;
    context.write({
      className: 'Embedding',
      config: { input_dim: rows, output_dim: units },
      inputs: [context.plain(1)],
      weights: { '': [context.weight(0)] },
    });
    return;
  }
  const indices = context.constant(1);
  if (indices === undefined || axis === 0) throw context.refuse('a Gather of computed indices');
  context.write({
    className: 'Take',
    module: 'keras.src.ops.numpy',
    config: { axis },
    inputs: [context.plain(), { ...indices, dtype: 'int32', data: Int32Array.from(toNumbers(indices)) }],
  });
};

/** Zeros around images. */
export const pad: NodeWriter = (context) => {
  const rank = context.shape().length;
  const pads = toNumbers(context.constant(1)!);
  const value = context.hasInput(2) ? toNumbers(context.constant(2)!)[0] : 0;
  const isZeros = context.text('mode', 'constant') === 'constant' && value === 0 && !context.hasInput(3);
  // Images with their channels behind the batch, or last.
  const channels = [1, rank - 1].find((axis) => [0, axis].every((each) => pads[each] === 0 && pads[rank + each] === 0));
  if (!isZeros || channels === undefined || rank < 3 || rank > 5 || pads.some((length) => length < 0)) {
    throw context.refuse('a Pad of other than spatial axes with zeros');
  }
  const axes = channels === 1 ? lastOrder(rank) : inOrder(rank);
  const spatial = axes.slice(1, -1);
  const both = [...spatial.map((axis) => pads[axis]!), ...spatial.map((axis) => pads[rank + axis]!)];
  context.place(zeroPadded(context, context.tensor(0, axes), both), axes);
};

/** Resize of images by whole factors. */
export const resize: NodeWriter = (context) => {
  const [from, to] = [context.shape(), context.outputShape()].map((shape) => shape.slice(2).map(Number));
  const factors = to!.map((length, axis) => length / from![axis]!);
  const where = context.text('coordinate_transformation_mode', 'half_pixel');
  const mode = context.text('mode', 'nearest');
  const isNearest = mode === 'nearest' && where === 'asymmetric' && context.text('nearest_mode', '') === 'floor';
  const isLinear = mode === 'linear' && where === 'half_pixel';
  if (factors.length !== 2 || !factors.every((factor) => Number.isInteger(factor)) || (!isNearest && !isLinear)) {
    throw context.refuse(`a Resize of mode ${mode}, ${where}, by ${factors.join(' × ')}`);
  }
  const config = { size: factors, data_format: 'channels_last', interpolation: isNearest ? 'nearest' : 'bilinear' };
  context.write({ className: 'UpSampling2D', config, inputs: [context.channelsLast()] }, lastOrder(4));
};
