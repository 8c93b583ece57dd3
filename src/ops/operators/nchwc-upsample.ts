import { nchwcDomain } from '../../graph/index.ts';
import { afterDifferentiation, fromBlocked, requireBlocks, toBlocked } from '../blocked-channels.ts';
import { type Operator, random } from '../operator.ts';
import { broadcastReader, generate } from '../reference-tensor.ts';

/** Repeats each pixel `scales` times along each axis, on blocked channels (see blocked-channels.ts). */
export const nchwcUpsample: Operator = {
  opType: 'NchwcUpsample',
  domain: nchwcDomain,
  inputs: ['X'],
  outputs: ['Y'],
  attributes: { scales: { type: 'ints', required: true } },
  infer: (context) => {
    requireBlocks(context);
    const scales = context.ints('scales')!;
    if (scales.length !== 4 || scales[0] !== 1 || scales[1] !== 1) {
      throw context.error(`scales are [${scales.join(', ')}], expected [1, 1, rows, columns]`);
    }
    const shape = context.concreteShape(0).map((length, axis) => length * scales[axis]!);
    return [{ dtype: context.type(0).dtype, shape }];
  },
  gradient: afterDifferentiation,
  reference: (context, [x]) => {
    const scales = context.ints('scales')!;
    const read = broadcastReader(fromBlocked(x!));
    const shape = x!.shape.map((length, axis) => length * scales[axis]!);
    const repeated = generate(x!.dtype, shape, (index) =>
      read(index.map((at, axis) => Math.floor(at / scales[axis]!))),
    );
    return [toBlocked(repeated)];
  },
  samples: [
    { inputs: [random([2, 16, 2, 3])], attributes: { scales: [1, 1, 2, 2] } },
    { name: 'unequal scales', inputs: [random([1, 32, 2, 2])], attributes: { scales: [1, 1, 3, 1] } },
  ],
};
