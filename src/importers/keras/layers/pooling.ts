import type { Value } from '../../../graph/index.ts';
import type { KerasLayer } from '../layer.ts';
import type { LayerContext } from '../layer-context.ts';
import { windowPads } from './convolution.ts';

/** Largest or mean element of windows over `rank` spatial axes; a mean counts no padding. */
export const pooling = (opType: 'MaxPool' | 'AveragePool', rank: 1 | 2 | 3): KerasLayer => ({
  mask: 'drops',
  write(context) {
    const { options } = context;
    context.requireRank(context.input, rank + 2);
    const kernel = options.perAxis('pool_size', rank, 2);
    const strides = options.has('strides') ? options.perAxis('strides', rank) : kernel;
    return context.onChannelsFirst(context.input, (x) => {
      const pads = windowPads(
        context,
        x,
        kernel,
        strides,
        kernel.map(() => 1),
      );
      return context.builder.op(opType, [x], { kernel_shape: kernel, strides, pads });
    });
  },
});

/** Largest or mean element over all spatial axes. */
export const globalPooling = (opType: 'ReduceMax' | 'ReduceMean', rank: 1 | 2 | 3): KerasLayer => ({
  mask: 'drops',
  write(context) {
    const { builder, input } = context;
    context.requireRank(input, rank + 2);
    const keepsDimensions = context.options.boolean('keepdims', false);
    const isFirst = context.isChannelsFirst;
    const mask = context.state.masks.get(input.name);
    if (mask !== undefined && opType === 'ReduceMean' && rank === 1) return maskedMean(context, input, mask);
    if (keepsDimensions) {
      const axes = builder.ints(Array.from({ length: rank }, (_, axis) => axis + (isFirst ? 2 : 1)));
      return builder.op(opType, [input, axes], { keepdims: 1 });
    }
    const x = isFirst ? input : context.channelsFirst(input);
    const global = builder.op(opType === 'ReduceMax' ? 'GlobalMaxPool' : 'GlobalAveragePool', [x]);
    return builder.op('Flatten', [global], { axis: 1 });
  },
});

/** The mean over the steps that count. */
function maskedMean(context: LayerContext, input: Value, mask: Value): Value {
  const { builder } = context;
  const steps = builder.op('Unsqueeze', [mask, builder.ints([2])]);
  const sum = builder.op('ReduceSum', [context.binary('Mul', input, steps), builder.ints([1])], { keepdims: 0 });
  return builder.op('Div', [sum, builder.op('ReduceSum', [steps, builder.ints([1])], { keepdims: 0 })]);
}
