import { type Dimension, formatShape } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Moves blocks of space into channels: [batch, channels, height, width] becomes
 * [batch, b · b · channels, height / b, width / b], the place within the block being the slower part of the channel.
 */
export const spaceToDepth: Operator = {
  opType: 'SpaceToDepth',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: { blocksize: { type: 'int', required: true } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const [batch, channels, height, width] = shape;
    const size = context.int('blocksize');
    if (shape.length !== 4 || typeof channels !== 'number') {
      throw context.error(`input has shape ${formatShape(shape)}, expected [batch, channels, height, width]`);
    }
    return [{ dtype, shape: [batch!, channels * size ** 2, blocks(context, height!), blocks(context, width!)] }];
  },
  gradient: ({ builder, context, cotangents }) => [
    builder.op('DepthToSpace', [cotangents[0]], { blocksize: context.int('blocksize') }),
  ],
  reference: (context, [x]) => {
    const [type] = spaceToDepth.infer(context);
    const size = context.int('blocksize');
    const channels = x!.shape[1]!;
    const read = broadcastReader(x!);
    return [
      generate(x!.dtype, type!.shape as number[], (index) => {
        const [image, depth, row, column] = index as [number, number, number, number];
        const block = Math.floor(depth / channels);
        return read([image, depth % channels, row * size + Math.floor(block / size), column * size + (block % size)]);
      }),
    ];
  },
  samples: [{ inputs: [random([2, 2, 4, 6])], attributes: { blocksize: 2 } }],
};

function blocks(context: NodeContext, length: Dimension): Dimension {
  const size = context.int('blocksize');
  if (typeof length === 'string') return `(${length})/${size}`;
  if (length % size !== 0) {
    throw context.error(`${formatShape(context.shape(0))} does not divide into blocks of ${size} by ${size}`);
  }
  return length / size;
}
