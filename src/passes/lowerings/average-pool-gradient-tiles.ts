import { weightedGradient } from './average-pool-gradient.ts';
import type { Lowering } from './lowering.ts';
import { areTiles, pooledWindows, repeatOverTiles, tileEnds, unpad } from './pooling.ts';

/** Where windows tile the image: each window's share, repeated over its tile. */
export const averagePoolGradientTiles: Lowering = {
  name: 'average-pool-gradient-tiles',
  opType: 'AveragePoolGradient',
  applies: (context) => areTiles(pooledWindows(context, context.ints('spatial_shape')!)),
  lower: (builder, [dy], context) => {
    const spatial = context.ints('spatial_shape')!;
    const windows = pooledWindows(context, spatial);
    const repeated = repeatOverTiles(builder, weightedGradient(builder, dy!, windows, context), windows.kernel);
    return [unpad(builder, repeated, windows.begins, tileEnds(windows, spatial))];
  },
};
