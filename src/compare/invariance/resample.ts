import type { ConcreteShape } from '../../core/index.ts';
import type { Layout } from '../../data/browser.ts';
import type { Movement } from './transformations.ts';

/** Where the pixels of an image lie in its sample. */
export interface ImageAxes {
  readonly channels: number;
  readonly height: number;
  readonly width: number;
  /** Elements from one channel, row, column to the next. */
  readonly channelStride: number;
  readonly rowStride: number;
  readonly columnStride: number;
}

/** The axes of an image of some layout; undefined where samples are no images. */
export function imageAxes(shape: ConcreteShape, layout: Layout): ImageAxes | undefined {
  const [a, b, c] = shape as [number, number, number];
  switch (layout) {
    case 'NCHW':
      return { channels: a, height: b, width: c, channelStride: b * c, rowStride: c, columnStride: 1 };
    case 'NHWC':
      return { channels: c, height: a, width: b, channelStride: 1, rowStride: b * c, columnStride: c };
    case 'NHW':
      return { channels: 1, height: a, width: b, channelStride: a * b, rowStride: b, columnStride: 1 };
    default:
      return undefined;
  }
}

/**
 * Moves an image: each pixel of the result is interpolated linearly between the four pixels around the place it comes from
 * (bilinear); beyond the border the pixels at the border go on.
 *
 * @param to gets as many elements as `from` has; not the same array
 */
export function resample(from: Float32Array, to: Float32Array, axes: ImageAxes, movement: Movement): void {
  const { channels, height, width, channelStride, rowStride, columnStride } = axes;
  const { xx, xy, yx, yy, dx, dy } = movement;
  const centreX = (width - 1) / 2;
  const centreY = (height - 1) / 2;
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const x = clamp(centreX + xx * (column - centreX) + xy * (row - centreY) + dx, width - 1);
      const y = clamp(centreY + yx * (column - centreX) + yy * (row - centreY) + dy, height - 1);
      const left = Math.floor(x);
      const top = Math.floor(y);
      const right = Math.min(left + 1, width - 1) * columnStride;
      const below = Math.min(top + 1, height - 1) * rowStride;
      const shareX = x - left;
      const shareY = y - top;
      for (let channel = 0; channel < channels; channel++) {
        const base = channel * channelStride;
        const upper = base + top * rowStride;
        const lower = base + below;
        const above = from[upper + left * columnStride]! * (1 - shareX) + from[upper + right]! * shareX;
        const under = from[lower + left * columnStride]! * (1 - shareX) + from[lower + right]! * shareX;
        to[base + row * rowStride + column * columnStride] = above * (1 - shareY) + under * shareY;
      }
    }
  }
}

/** Rounding must not make a place out of what is a pixel: a turn by 360 degrees changes nothing. */
function clamp(place: number, most: number): number {
  const nearest = Math.round(place);
  const exact = Math.abs(place - nearest) < 1e-9 ? nearest : place;
  return Math.min(Math.max(exact, 0), most);
}
