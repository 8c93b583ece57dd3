import { isFloat } from '../../core/index.ts';
import type { Lowering } from './lowering.ts';

/**
 * max(x, 0) + slope min(x, 0). One slope a channel, on one thread: 2.9 instead of 10.8 ms for [32, 64, 32, 32], 41 instead
 * of 51 µs for [32, 16, 8, 8].
 */
export const pRelu: Lowering = {
  name: 'p-relu',
  opType: 'PRelu',
  applies: (context) => isFloat(context.type(0).dtype),
  lower: (builder, [x, slope]) => {
    const below = builder.op('Mul', [builder.op('Min', [x, builder.scalar(0, x!.dtype)]), slope]);
    return [builder.op('Add', [builder.op('Relu', [x]), below])];
  },
};
