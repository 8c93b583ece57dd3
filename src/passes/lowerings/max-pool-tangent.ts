import type { Lowering } from './lowering.ts';
import { maximumMask, tapsOf } from './max-pool-gradient.ts';
import { pooledWindows } from './pooling.ts';
import { reshape } from './writing.ts';

/** The taps of all windows, those at a maximum averaged. */
export const maxPoolTangent: Lowering = {
  name: 'max-pool-tangent',
  opType: 'MaxPoolTangent',
  applies: () => true,
  lower: (builder, [x, y, dx], context) => {
    const windows = pooledWindows(context, context.concreteShape(0).slice(2));
    const mask = maximumMask(builder, x!, y!, windows);
    const over = (value: typeof mask) => builder.op('ReduceSum', [value, builder.ints([1])]);
    const sum = over(builder.op('Mul', [mask, tapsOf(builder, dx!, windows, 0)]));
    return [reshape(builder, builder.op('Div', [sum, over(mask)]), y!.shape as number[])];
  },
};
