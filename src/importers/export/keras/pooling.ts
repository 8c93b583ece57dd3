import { toNumbers } from '../../../core/index.ts';
import { padded, requireImages } from './dense-and-convolution.ts';
import { inOrder, lastOrder, type NodeExport, type NodeWriter } from './node-export.ts';

/** Pooling over windows. */
export const pooling =
  (kind: 'Max' | 'Average'): NodeWriter =>
  (context) => {
    const rank = context.shape().length - 2;
    requireImages(context, rank);
    const size = context.integers('kernel_shape', []);
    const ones = size.map(() => 1);
    const strides = context.integers('strides', ones);
    const hasMore = context.integer('ceil_mode', 0) !== 0 || context.integers('dilations', ones).some((d) => d !== 1);
    if (hasMore || context.node.outputs.length > 1) throw context.refuse('pooling with dilation, ceil_mode or indices');
    const { input, padding } = padded(context, size, strides, ones);
    const pads = context.integers('pads', []);
    // Zeros around an image count in an average and may exceed a maximum; Keras's own padding does neither.
    const isOwn = padding === 'same' || pads.every((length) => length === 0);
    if (!isOwn || (padding === 'same' && context.integer('count_include_pad', 0) !== 0)) {
      throw context.refuse(`the padding [${pads.join(', ')}] of pooling`);
    }
    const config = { pool_size: size, strides, padding, data_format: 'channels_last' };
    context.write({ className: `${kind}Pooling${rank}D`, config, inputs: [input] }, lastOrder(rank + 2));
  };

/** GlobalAveragePool, GlobalMaxPool: the spatial axes stay, with length 1. */
export const globalPool =
  (kind: 'Max' | 'Average'): NodeWriter =>
  (context) => {
    writeGlobal(context, kind, context.shape().length - 2, true);
  };

/** ReduceMean and ReduceMax over all spatial axes. */
export const reduction =
  (kind: 'Max' | 'Average'): NodeWriter =>
  (context) => {
    const rank = context.shape().length;
    const axes = context.constant(1);
    const reduced = axes === undefined ? [] : toNumbers(axes).map((axis) => (axis < 0 ? axis + rank : axis));
    const keeps = context.integer('keepdims', 1) === 1;
    if (rank > 2 && rank < 6 && String(reduced.sort()) === String(inOrder(rank).slice(2))) {
      writeGlobal(context, kind, rank - 2, keeps);
      return;
    }
    throw context.refuse(`a ${context.node.opType} over the axes ${reduced.join(', ')}`);
  };

function writeGlobal(context: NodeExport, kind: 'Max' | 'Average', rank: number, keepdims: boolean): void {
  requireImages(context, rank);
  context.write(
    { className: `Global${kind}Pooling${rank}D`, config: { keepdims }, inputs: [context.channelsLast()] },
    keepdims ? lastOrder(rank + 2) : [0, 1],
  );
}
