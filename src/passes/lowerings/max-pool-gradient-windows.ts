import { tensor } from '../../core/index.ts';
import type { Lowering } from './lowering.ts';
import { maximumMask } from './max-pool-gradient.ts';
import { overlayWindows, pooledWindows } from './pooling.ts';
import { reshape } from './writing.ts';

/** For windows of any kind: each tap of all windows is compared with the maxima, and the shares are laid over each other. */
export const maxPoolGradientWindows: Lowering = {
  name: 'max-pool-gradient-windows',
  opType: 'MaxPoolGradient',
  applies: () => true,
  lower: (builder, [x, y, dy], context) => {
    const [batch, channels, ...spatial] = context.concreteShape(0) as [number, number, ...number[]];
    const windows = pooledWindows(context, spatial);
    const mask = maximumMask(builder, x!, y!, windows);
    const windowed = mask.shape as number[];
    const ties = builder.op('ReduceSum', [mask, builder.ints([1])]);
    const shares = builder.op('Mul', [
      mask,
      builder.op('Div', [reshape(builder, dy!, [windowed[0]!, 1, ...windowed.slice(2)]), ties]),
    ]);
    const count = windowed[1]!;
    const identity = new Float32Array(count * count);
    for (let tap = 0; tap < count; tap++) identity[tap * count + tap] = 1;
    const kernels = builder.constant(tensor('float32', [count, 1, ...windows.kernel], identity), 'taps');
    const gradient = overlayWindows(builder, shares, kernels, windows, spatial);
    return [reshape(builder, gradient, [batch, channels, ...spatial])];
  },
};
