import { elementCount, tensor } from '../../core/index.ts';
import { reshape } from '../lowerings/writing.ts';
import type { BlockedOperator } from './blocked-operator.ts';

/** The sum of each channel over all positions of all images, as a bias's gradient is. */
export const blockedChannelSum: BlockedOperator = {
  opTypes: ['ReduceSum'],
  applies: (context, inputs) => {
    const axes = context.has(1) ? context.constantNumbers(1)! : [];
    return inputs.isBlocked(0) && [...axes].sort().join() === '0,2,3' && context.int('keepdims') === 0;
  },
  write: (builder, inputs, context) => {
    const shape = context.concreteShape(0);
    const channels = shape[1]!;
    const positions = elementCount(shape) / channels;
    const rows = reshape(builder, inputs.channelsLast(0), [positions, channels]);
    // A product with ones takes 0.4 times as long as ReduceSum does over so few columns.
    const ones = builder.constant(tensor('float32', [1, positions], new Float32Array(positions).fill(1)), 'ones');
    return [{ plain: reshape(builder, builder.op('MatMul', [ones, rows]), [channels]) }];
  },
};
