import type { Lowering } from './lowering.ts';

/** Carries the smallest float32 number beyond 1 when it is multiplied by it twice. */
const factor = 3e38;

/** x times infinity, as it were, cut off at ±1. 128 × 256 elements on one thread: 28 µs instead of 49. */
export const sign: Lowering = {
  name: 'sign',
  opType: 'Sign',
  applies: (context) => context.type(0).dtype === 'float32',
  lower: (builder, [x]) => {
    const large = builder.scalar(factor);
    const scaled = builder.op('Mul', [builder.op('Mul', [x, large]), large]);
    return [builder.op('Clip', [scaled, builder.scalar(-1), builder.scalar(1)])];
  },
};
