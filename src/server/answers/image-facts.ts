import { readValueMapping } from '../../records/index.ts';
import type { ImageFacts } from '../api.ts';
import type { BoardIndex } from '../board-index/index.ts';
import { readImageSize } from './image-size.ts';
import { answerImage } from './images.ts';
import { toJsonNumber } from './payloads.ts';
import { readPngPixels } from './png-pixels.ts';

/** Above this share of extreme numbers, in percent, a picture was probably clipped. */
const suspiciousPercent = 1;

/** What is known of one picture. Throws NotFound, and FileError where it cannot be read. */
export async function answerImageFacts(
  index: BoardIndex,
  run: string,
  tag: string,
  entry: number,
  place: number,
): Promise<ImageFacts> {
  const { bytes, type } = await answerImage(index, run, tag, entry, place);
  const pixels = type === 'image/png' ? readPngPixels(bytes) : undefined;
  const mapping = type === 'image/png' ? readValueMapping(bytes) : undefined;
  const warnings: string[] = [];
  if (type === 'image/jpeg') warnings.push('JPEG changes the numbers: it keeps what eyes see, not the values.');
  if (pixels === undefined) {
    warnings.push('The range of its values is not known: files of this kind are not decoded.');
    const size = readImageSize(bytes, type) ?? { width: 0, height: 0 };
    const about = { ...size, channels: null, bitDepth: null, stored: null, clippedPercent: null };
    return { ...about, type, original: null, warnings };
  }
  const { least, most, extremePercent } = measure(pixels);
  if (mapping === undefined) {
    warnings.push('The writer did not say which values became black and white: it may have rescaled them.');
    if (extremePercent > suspiciousPercent) {
      const percent = extremePercent.toPrecision(2);
      warnings.push(
        `${percent} % of the stored numbers are at the limit: values beyond were clipped, or wrapped around.`,
      );
    }
  } else {
    const { nonFinite, clipped } = mapping;
    if (nonFinite > 0)
      warnings.push(`${nonFinite === 1 ? '1 value is' : `${nonFinite} values are`} NaN or infinite, in magenta.`);
    if (clipped > 0) warnings.push(`${(100 * clipped).toPrecision(2)} % of the values lie outside of black and white.`);
  }
  const { width, height, channels, bitDepth } = pixels;
  const about = { width, height, type, channels, bitDepth, stored: [least, most] as const };
  if (mapping === undefined) return { ...about, clippedPercent: extremePercent, original: null, warnings };
  const { black, white, minimum, maximum, clipped } = mapping;
  const range =
    minimum === undefined || maximum === undefined ? null : ([toJsonNumber(minimum), toJsonNumber(maximum)] as const);
  const original = { range, black, white };
  return { ...about, clippedPercent: 100 * clipped, original, warnings };
}

/** Range of the stored numbers and the share of the lowest and the highest possible ones, alpha left out. */
function measure({ samples, channels, bitDepth }: NonNullable<ReturnType<typeof readPngPixels>>) {
  const limit = 2 ** bitDepth - 1;
  const colors = channels > 2 ? 3 : 1;
  let [least, most, extreme, count] = [limit, 0, 0, 0];
  for (let pixel = 0; pixel < samples.length; pixel += channels) {
    for (let channel = 0; channel < colors; channel++) {
      const sample = samples[pixel + channel]!;
      if (sample < least) least = sample;
      if (sample > most) most = sample;
      if (sample === 0 || sample === limit) extreme++;
      count++;
    }
  }
  return { least, most, extremePercent: count === 0 ? 0 : (100 * extreme) / count };
}
