import { formatShape, multiplyDimensions } from '../../core/index.ts';
import type { NodeContext } from '../../graph/index.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/**
 * Moves blocks of channels into space: [batch, channels · b², height, width] becomes [batch, channels, height · b, width · b].
 * The channels are read as [b, b, channels] in mode DCR and as [channels, b, b] in mode CRD, that of PyTorch's PixelShuffle.
 */
export const depthToSpace: Operator = {
  opType: 'DepthToSpace',
  domain: '',
  inputs: ['input'],
  outputs: ['output'],
  attributes: { blocksize: { type: 'int', required: true }, mode: { type: 'string', default: 'DCR' } },
  infer: (context) => {
    const { dtype, shape } = context.type(0);
    const [batch, channels, height, width] = shape;
    const size = context.int('blocksize');
    columnRowDepth(context);
    if (shape.length !== 4 || typeof channels !== 'number' || channels % size ** 2 !== 0) {
      throw context.error(
        `input has shape ${formatShape(shape)}, expected [batch, channels, height, width] with channels divisible by ${size ** 2}`,
      );
    }
    return [
      {
        dtype,
        shape: [batch!, channels / size ** 2, multiplyDimensions([height!, size]), multiplyDimensions([width!, size])],
      },
    ];
  },
  gradient: ({ builder, context, cotangents }) => {
    const size = context.int('blocksize');
    const dy = cotangents[0]!;
    if (!columnRowDepth(context)) return [builder.op('SpaceToDepth', [dy], { blocksize: size })];
    const [batch, channels, height, width] = context.concreteShape(0) as [number, number, number, number];
    const blocks = builder.ints([batch, channels / size ** 2, height, size, width, size]);
    const moved = builder.op('Transpose', [builder.op('Reshape', [dy, blocks])], { perm: [0, 1, 3, 5, 2, 4] });
    return [builder.op('Reshape', [moved, builder.ints([batch, channels, height, width])])];
  },
  reference: (context, [x]) => {
    const [type] = depthToSpace.infer(context);
    const shape = type!.shape as [number, number, number, number];
    const size = context.int('blocksize');
    const read = broadcastReader(x!);
    return [
      generate(x!.dtype, shape, (index) => {
        const [image, channel, row, column] = index as [number, number, number, number];
        const block = (row % size) * size + (column % size);
        const source = columnRowDepth(context) ? channel * size ** 2 + block : block * shape[1] + channel;
        return read([image, source, Math.floor(row / size), Math.floor(column / size)]);
      }),
    ];
  },
  samples: [
    { inputs: [random([2, 8, 2, 3])], attributes: { blocksize: 2 } },
    { name: 'CRD', inputs: [random([1, 8, 1, 2])], attributes: { blocksize: 2, mode: 'CRD' } },
  ],
};

function columnRowDepth(context: NodeContext): boolean {
  const mode = context.string('mode');
  if (mode !== 'DCR' && mode !== 'CRD') throw context.error(`mode is '${mode}', expected 'DCR' or 'CRD'`);
  return mode === 'CRD';
}
