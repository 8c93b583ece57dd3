import { encodePng, type Pixels, readPngTexts } from './encode-png.ts';

/** How numbers became the brightness of a picture, and what was lost by it. */
export interface ValueMapping {
  /** The numbers that are black and white; those outside are clipped. */
  readonly black: number;
  readonly white: number;
  /** The smallest and largest finite number of the picture; undefined where there is none. */
  readonly minimum: number | undefined;
  readonly maximum: number | undefined;
  /** Part of all numbers, 0 to 1, that lies outside of black and white. */
  readonly clipped: number;
  /** How many numbers are NaN or infinite; their pixels are magenta. */
  readonly nonFinite: number;
}

/** A picture of numbers: rows from the top. */
export interface ValueImage {
  readonly width: number;
  readonly height: number;
  /** 1 is grey, 3 are red, green and blue. */
  readonly channels: 1 | 3;
  /** Shape `[height, width, channels]`, or `[channels, height, width]` where channels come first. */
  readonly values: ArrayLike<number>;
  readonly channelsFirst?: boolean | undefined;
}

const keyword = 'value-mapping';
const magenta = [255, 0, 255] as const;

/**
 * A picture of numbers as a PNG file. Nothing is rescaled in silence: `black` and `white` say what the darkest and
 * brightest pixel stand for, and the file says in a text chunk `value-mapping` what they were, the range of the numbers,
 * and how much was clipped; {@link readValueMapping} reads it.
 */
export function encodeValueImage(
  image: ValueImage,
  { black, white }: { readonly black: number; readonly white: number },
): { readonly png: Uint8Array; readonly mapping: ValueMapping } {
  const { width, height, channels, values, channelsFirst = false } = image;
  const pixelCount = width * height;
  const data = new Uint8Array(pixelCount * channels);
  const scale = white === black ? 0 : 255 / (white - black);
  let [minimum, maximum] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  let clipped = 0;
  const broken: number[] = [];
  let nonFinite = 0;
  for (let pixel = 0; pixel < pixelCount; pixel++) {
    const before = nonFinite;
    for (let channel = 0; channel < channels; channel++) {
      const value = values[channelsFirst ? channel * pixelCount + pixel : pixel * channels + channel]!;
      if (!Number.isFinite(value)) {
        nonFinite++;
        continue;
      }
      if (value < minimum) minimum = value;
      if (value > maximum) maximum = value;
      const level = Math.round((value - black) * scale);
      // By the numbers, not by the levels: what is rounded to black or white is not clipped.
      if ((value - black) * (value - white) > 0) clipped++;
      data[pixel * channels + channel] = Math.min(255, Math.max(0, level));
    }
    if (nonFinite > before) broken.push(pixel);
  }
  const mapping: ValueMapping = {
    black,
    white,
    minimum: minimum <= maximum ? minimum : undefined,
    maximum: minimum <= maximum ? maximum : undefined,
    clipped: clipped / (pixelCount * channels),
    nonFinite,
  };
  const pixels = markBroken({ width, height, channels, data }, broken);
  return { png: encodePng(pixels, { [keyword]: JSON.stringify(mapping) }), mapping };
}

/** The picture with magenta pixels where numbers are not finite; in colours if there are any. */
function markBroken(pixels: Pixels, broken: readonly number[]): Pixels {
  if (broken.length === 0) return pixels;
  const { width, height, channels, data } = pixels;
  const coloured = channels === 3 ? data : new Uint8Array(3 * data.length);
  if (channels === 1) for (let i = 0; i < data.length; i++) coloured.fill(data[i]!, 3 * i, 3 * i + 3);
  for (const pixel of broken) coloured.set(magenta, 3 * pixel);
  return { width, height, channels: 3, data: coloured };
}

/** How the numbers of a picture that netwright wrote became its pixels; undefined for other pictures. */
export function readValueMapping(png: Uint8Array): ValueMapping | undefined {
  const text = readPngTexts(png).get(keyword);
  if (text === undefined) return undefined;
  try {
    const { black, white, minimum, maximum, clipped, nonFinite } = JSON.parse(text) as Record<string, unknown>;
    if (![black, white, clipped, nonFinite].every((number) => typeof number === 'number')) return undefined;
    return {
      black: Number(black),
      white: Number(white),
      minimum: typeof minimum === 'number' ? minimum : undefined,
      maximum: typeof maximum === 'number' ? maximum : undefined,
      clipped: Number(clipped),
      nonFinite: Number(nonFinite),
    };
  } catch {
    return undefined;
  }
}
