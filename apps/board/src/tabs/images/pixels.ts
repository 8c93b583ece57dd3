import type { ImageFacts } from '../../api/contract.ts';
import { paletteOf } from '../shared/palette.ts';
import type { PictureColours } from './settings.ts';

/** The pixels of a picture as a browser decodes them, 8 bits a channel. */
export async function readPixels(address: string, signal: AbortSignal): Promise<ImageData> {
  const image = new Image();
  image.src = address;
  await image.decode();
  signal.throwIfAborted();
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null || canvas.width === 0 || canvas.height === 0) throw new Error('The picture has no pixels.');
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}

const isGrey = (data: Uint8ClampedArray, i: number): boolean => data[i] === data[i + 1] && data[i] === data[i + 2];

/** Whether a map of colours means anything: all pixels are grey, but for those that stand for NaN. */
export function isOfOneChannel({ data }: ImageData): boolean {
  for (let i = 0; i < data.length; i += 4) if (!isGrey(data, i) && !isMagenta(data, i)) return false;
  return true;
}

const isMagenta = (data: Uint8ClampedArray, i: number): boolean =>
  data[i] === 255 && data[i + 1] === 0 && data[i + 2] === 255;

/** The picture in other colours: grey levels through a map, everything else as it is. */
export function recoloured(pixels: ImageData, map: PictureColours): ImageData {
  if (map === 'stored' || !isOfOneChannel(pixels)) return pixels;
  const palette = paletteOf(map);
  const next = new ImageData(new Uint8ClampedArray(pixels.data), pixels.width, pixels.height);
  for (let i = 0; i < next.data.length; i += 4) {
    if (!isGrey(next.data, i)) continue;
    const level = 3 * next.data[i]!;
    for (let channel = 0; channel < 3; channel++) next.data[i + channel] = palette[level + channel]!;
  }
  return next;
}

/** What the colours from black to white stand for: values where the writer said, or else stored numbers. */
export function endsOf({ original, bitDepth }: ImageFacts): readonly [black: number, white: number] {
  return original === null ? [0, 2 ** (bitDepth ?? 8) - 1] : [original.black, original.white];
}

/** What a pixel stands for: the value of a grey one, or those of its three colours. */
export function valuesAt(pixels: ImageData, x: number, y: number, facts: ImageFacts): readonly number[] | 'not finite' {
  const i = 4 * (y * pixels.width + x);
  if (facts.original !== null && isMagenta(pixels.data, i)) return 'not finite';
  const [black, white] = endsOf(facts);
  const value = (channel: number): number => black + (pixels.data[i + channel]! / 255) * (white - black);
  return isGrey(pixels.data, i) ? [value(0)] : [value(0), value(1), value(2)];
}
