import { elementCount } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { channelBlock, explicitAttributes, readWindows } from '../../ops/index.ts';
import { flippedAttributes, inputGradientSizes, isFlippable, reverseTaps } from '../lowerings/conv-input-gradient.ts';
import { reshape, transpose } from '../lowerings/writing.ts';
import type { BlockedOperator } from './blocked-operator.ts';

/** Of fewer images the plain kernels take as long, or less. */
const smallestBatch = 4;

const isBlocks = (channels: number) => channels % channelBlock === 0;
const isBatchOfImages = (context: NodeContext) =>
  context.rank(0) === 4 && context.concreteShape(0)[0]! >= smallestBatch;

/** Convolution of an image of 16·n channels, or of a plain one with fewer, by 16·n filters. */
export const blockedConv: BlockedOperator = {
  opTypes: ['Conv'],
  applies: (context) => {
    const [filters, channels] = context.concreteShape(1) as [number, number];
    const fits = isBlocks(filters) && (channels < channelBlock || isBlocks(channels));
    return isBatchOfImages(context) && context.int('group') === 1 && fits;
  },
  write: (builder, inputs, context) => {
    const [filters, channels, ...kernel] = context.concreteShape(1) as [number, number, ...number[]];
    const few = channels < channelBlock;
    const inner = few ? 1 : channelBlock;
    // Filters last, then the taps before the channels of a block: two transpositions that move whole runs.
    const blocks = filters / channelBlock;
    const taps = elementCount(kernel);
    const apart = reshape(builder, inputs.plain(1), [blocks, channelBlock, channels * taps]);
    const filtersLast = transpose(builder, apart, [0, 2, 1]);
    const runs = reshape(builder, filtersLast, [(blocks * channels) / inner, inner, taps, channelBlock]);
    const weights = reshape(builder, transpose(builder, runs, [0, 2, 1, 3]), [filters, channels, ...kernel]);
    const image = few ? inputs.plain(0) : inputs.blocked(0);
    const bias = context.has(2) ? [inputs.plain(2)] : [];
    const attributes = explicitAttributes(readWindows(context, context.shape(0).slice(2), kernel));
    return [{ blocked: builder.op('NchwcConv', [image, weights, ...bias], attributes) }];
  },
};

/** The gradient with respect to the input, for stride 1: a convolution with the kernel turned around. */
export const blockedConvInputGradient: BlockedOperator = {
  opTypes: ['ConvInputGradient'],
  applies: (context) => {
    const { windows, channels, filters, group } = inputGradientSizes(context);
    const fits = isBlocks(channels) && isBlocks(filters) && isFlippable(windows);
    return isBatchOfImages(context) && group === 1 && fits;
  },
  write: (builder, inputs, context) => {
    const { windows, channels, filters } = inputGradientSizes(context);
    const taps = elementCount(windows.kernel);
    const tapsLast = reshape(builder, inputs.plain(1), [filters * channels, taps]);
    const turned = reverseTaps(builder, transpose(builder, tapsLast, [1, 0]));
    const blocks = [taps, filters / channelBlock, channelBlock, channels / channelBlock, channelBlock];
    const ordered = transpose(builder, reshape(builder, turned, blocks), [3, 1, 0, 2, 4]);
    const weights = reshape(builder, ordered, [channels, filters, ...windows.kernel]);
    return [{ blocked: builder.op('NchwcConv', [inputs.blocked(0), weights], flippedAttributes(windows)) }];
  },
};
