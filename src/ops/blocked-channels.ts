import { type ConcreteShape, elementCount } from '../core/index.ts';
import type { NodeContext } from '../graph/index.ts';
import type { ReferenceTensor } from './operator.ts';

/**
 * ONNX Runtime's layout for fast convolutions: images [batch, channels, height, width] whose elements lie as
 * [batch, channels/16, height, width, 16], so that a SIMD register holds sixteen channels of one pixel. The shape is
 * that of the plain image; only the order of the elements differs. Sixteen is the block of processors with 512-bit
 * registers; on others the layout is not used.
 */
export const channelBlock = 16;

/** Why operators on blocked channels have no gradient. */
export const afterDifferentiation = { missing: 'channels are blocked after differentiation' } as const;

/** Throws where an input is no image whose channels divide into blocks. */
export function requireBlocks(context: NodeContext, input = 0): void {
  const shape = context.concreteShape(input);
  if (shape.length !== 4 || shape[1]! % channelBlock !== 0) {
    throw context.error(`the input has shape [${shape.join(', ')}], expected an image of ${channelBlock}·n channels`);
  }
}

/** By flat index into the plain image, the flat index into the blocked one. */
function blockedIndex(shape: ConcreteShape): (plain: number) => number {
  const size = elementCount(shape.slice(2));
  return (plain) => {
    const image = Math.floor(plain / size);
    return (Math.floor(image / channelBlock) * size + (plain % size)) * channelBlock + (image % channelBlock);
  };
}

/** The plain image with its elements in blocked order. */
export function toBlocked(plain: ReferenceTensor): ReferenceTensor {
  const at = blockedIndex(plain.shape);
  const data = new Float64Array(plain.data.length);
  plain.data.forEach((element, i) => {
    data[at(i)] = element;
  });
  return { ...plain, data };
}

/** The blocked image with its elements in plain order. */
export function fromBlocked(blocked: ReferenceTensor): ReferenceTensor {
  const at = blockedIndex(blocked.shape);
  return { ...blocked, data: blocked.data.map((_, i) => blocked.data[at(i)]!) };
}

/**
 * Weights [filters, channels, ...kernel] whose elements lie as [filters/16, channels/16, ...kernel, 16 channels,
 * 16 filters], or with fewer than 16 channels as [filters/16, channels, ...kernel, 16 filters], in plain order.
 */
export function weightsFromBlocked(blocked: ReferenceTensor): ReferenceTensor {
  const [, channels, ...kernel] = blocked.shape as [number, number, ...number[]];
  const taps = elementCount(kernel);
  const channelsInBlock = channels < channelBlock ? 1 : channelBlock;
  const data = blocked.data.map((_, i) => {
    const tap = i % taps;
    const channel = Math.floor(i / taps) % channels;
    const filter = Math.floor(i / taps / channels);
    const filterBlock = Math.floor(filter / channelBlock);
    const channelBlocks = channels / channelsInBlock;
    const block = (filterBlock * channelBlocks + Math.floor(channel / channelsInBlock)) * taps + tap;
    return blocked.data[
      (block * channelsInBlock + (channel % channelsInBlock)) * channelBlock + (filter % channelBlock)
    ]!;
  });
  return { ...blocked, data };
}
