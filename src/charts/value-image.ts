import { type ColorMapName, colorMapBytes } from './color-maps.ts';
import { dataUri, encodePng } from './png.ts';

/** Values of an image, and how they become colours. */
export interface ValueImage {
  readonly width: number;
  readonly height: number;
  /** 1: values through the colour map; 3: red, green and blue, which are interleaved. */
  readonly channels: 1 | 3;
  /** Rows from the top. */
  readonly values: ArrayLike<number>;
  /** The values that the ends of the colours stand for; by default the least and the most of the image. */
  readonly range?: readonly [number, number] | undefined;
  readonly map?: ColorMapName | undefined;
}

/** An image, and what must be known to trust it. */
export interface DrawnImage {
  /** A PNG file as a `data:` address. */
  readonly uri: string;
  readonly width: number;
  readonly height: number;
  /** Range of the finite values; NaN where there is none. */
  readonly least: number;
  readonly most: number;
  /** What the ends of the colours stand for. */
  readonly range: readonly [number, number];
  /** Share of the values that lie outside of the range and look like its ends. */
  readonly clippedShare: number;
  /** How many values are NaN or infinite; in an image of one channel they are magenta, otherwise black. */
  readonly notFinite: number;
  readonly map: ColorMapName | undefined;
}

/** The last of 256 colours is for what is not finite; it is in none of the maps. */
const notFiniteIndex = 255;
const magenta = [0xd6, 0x33, 0x6c];

/** Draws values as an image, each pixel by its value alone. */
export function drawValueImage({ width, height, channels, values, range, map = 'viridis' }: ValueImage): DrawnImage {
  const count = width * height * channels;
  const { least, most } = finiteRange(values, count);
  const [from, to] = range ?? (Number.isNaN(least) ? [0, 1] : [least, most]);
  const levels = channels === 1 ? notFiniteIndex - 1 : 255;
  const bytes = new Uint8Array(count);
  let [clipped, notFinite] = [0, 0];
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) {
      notFinite++;
      bytes[i] = channels === 1 ? notFiniteIndex : 0;
      continue;
    }
    if (value < from || value > to) clipped++;
    const share = to === from ? 0.5 : (value / 2 - from / 2) / (to / 2 - from / 2);
    bytes[i] = Math.round(levels * Math.min(Math.max(share, 0), 1));
  }
  const palette = channels === 1 ? Uint8Array.of(...colorMapBytes(map, notFiniteIndex), ...magenta) : undefined;
  return {
    uri: dataUri('image/png', encodePng({ width, height, bytes, palette })),
    width,
    height,
    least,
    most,
    range: [from, to],
    clippedShare: count === 0 ? 0 : clipped / count,
    notFinite,
    map: channels === 1 ? map : undefined,
  };
}

function finiteRange(values: ArrayLike<number>, count: number): { least: number; most: number } {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return least > most ? { least: Number.NaN, most: Number.NaN } : { least, most };
}
