import { broadcastShapes } from '../../core/index.ts';
import { constantInts, type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Repeats the input along axes of length 1, to the shape that it and the one given broadcast to. */
export const expand: Operator = {
  opType: 'Expand',
  domain: '',
  inputs: ['input', 'shape'],
  outputs: ['output'],
  attributes: {},
  infer: (context) => [
    { dtype: context.type(0).dtype, shape: broadcastShapes(context.shape(0), context.constantNumbers(1)!) },
  ],
  gradient: ({ cotangents }) => [cotangents[0], undefined],
  reference: (context, [x]) => {
    const shape = broadcastShapes(x!.shape, context.constantNumbers(1)!) as number[];
    return [generate(x!.dtype, shape, broadcastReader(x!))];
  },
  samples: [{ inputs: [random([3, 1]), constantInts(2, 1, 4)] }],
};
