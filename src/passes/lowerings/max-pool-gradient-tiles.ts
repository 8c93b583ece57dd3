import type { Lowering } from './lowering.ts';
import { equalMask, lowest } from './max-pool-gradient.ts';
import { areTiles, pooledWindows, repeatOverTiles, sumTiles, tileEnds, unpad } from './pooling.ts';
import { pad } from './writing.ts';

/** Where windows tile the image: the image is compared with its maxima, each repeated over its tile. */
export const maxPoolGradientTiles: Lowering = {
  name: 'max-pool-gradient-tiles',
  opType: 'MaxPoolGradient',
  applies: (context) => areTiles(pooledWindows(context, context.concreteShape(0).slice(2))),
  lower: (builder, [x, y, dy], context) => {
    const spatial = context.concreteShape(0).slice(2);
    const windows = pooledWindows(context, spatial);
    const { kernel, begins } = windows;
    const ends = tileEnds(windows, spatial);
    const image = pad(builder, x!, begins, ends, lowest);
    const mask = equalMask(builder, image, repeatOverTiles(builder, y!, kernel));
    const share = builder.op('Div', [dy, sumTiles(builder, mask, kernel)]);
    const gradient = builder.op('Mul', [mask, repeatOverTiles(builder, share, kernel)]);
    return [unpad(builder, gradient, begins, ends)];
  },
};
