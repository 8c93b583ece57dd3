import { elementCount, tensor } from '../../core/index.ts';
import { weightedGradient } from './average-pool-gradient.ts';
import type { Lowering } from './lowering.ts';
import { overlayWindows, pooledWindows } from './pooling.ts';
import { reshape } from './writing.ts';

/** For windows of any kind: each window's share, spread over it by a transposed convolution with ones. */
export const averagePoolGradientWindows: Lowering = {
  name: 'average-pool-gradient-windows',
  opType: 'AveragePoolGradient',
  applies: () => true,
  lower: (builder, [dy], context) => {
    const [batch, channels, ...output] = context.concreteShape(0) as [number, number, ...number[]];
    const spatial = context.ints('spatial_shape')!;
    const windows = pooledWindows(context, spatial);
    const shares = weightedGradient(builder, dy!, windows, context);
    const ones = new Float32Array(elementCount(windows.kernel)).fill(1);
    const kernel = builder.constant(tensor('float32', [1, 1, ...windows.kernel], ones), 'ones');
    const images = reshape(builder, shares, [batch * channels, 1, ...output]);
    const gradient = overlayWindows(builder, images, kernel, windows, spatial);
    return [reshape(builder, gradient, [batch, channels, ...spatial])];
  },
};
