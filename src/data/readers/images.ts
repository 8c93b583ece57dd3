import type { Sharp, SharpOptions } from 'sharp';
import { allocate, bytesPerElement, FileError, type Tensor, tensor } from '../../core/index.ts';
import { maximumArrayBytes, readFileBytes } from './files.ts';
import { importOptional } from './optional-package.ts';

/** True for the names of files that are read as images. */
export function isImageName(name: string): boolean {
  return /^[^.].*\.(png|jpe?g)$/i.test(name);
}

interface ImageSize {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly dtype: 'uint8' | 'uint16';
}

// Enough to keep the threads of the decoder busy without holding many decoded images.
const imagesAtOnce = 8;

/** Images of one size, not yet decoded. */
export interface ImageFiles {
  readonly dtype: 'uint8' | 'uint16';
  /** `[image, channel, height, width]`. */
  readonly shape: readonly [number, number, number, number];
  /** Bytes of all images, decoded. */
  readonly bytes: number;
  /** Decodes the images and hands each over, in order or not; waits for what `take` returns. */
  decode(take: (index: number, pixels: Uint8Array | Uint16Array) => void): Promise<void>;
}

/**
 * Opens PNG and JPEG files: uint8, or uint16 for PNG files of 16 bits a channel; grey images have one channel. All must have
 * the size, channels and depth of the first; an alpha channel stays a channel. Throws {@link FileError} for a file that is no
 * image or damaged, and for two that differ, naming both; `RuntimeError` where sharp is not installed.
 */
export async function openImages(paths: readonly string[]): Promise<ImageFiles> {
  const { default: sharp } = await importOptional('sharp', 'Reading images', () => import('sharp'));
  const firstPath = paths[0];
  if (firstPath === undefined) throw new FileError('images', 'no image files');
  const size = await sizeOf(sharp, firstPath, await readFileBytes(firstPath));
  const { channels, height, width, dtype } = size;
  const elements = channels * height * width;
  const decodeAll: ImageFiles['decode'] = async (take) => {
    let next = 0;
    const readOne = async (index: number): Promise<void> => {
      const path = paths[index]!;
      const bytes = await readFileBytes(path);
      checkSame(firstPath, size, path, await sizeOf(sharp, path, bytes));
      const pixels = dtype === 'uint8' ? new Uint8Array(elements) : new Uint16Array(elements);
      toChannelsFirst(await decode(sharp, path, bytes, size), size, pixels);
      take(index, pixels);
    };
    const work = async (): Promise<void> => {
      try {
        while (next < paths.length) await readOne(next++);
      } finally {
        next = paths.length; // After one failure the other workers stop too.
      }
    };
    await Promise.all(Array.from({ length: imagesAtOnce }, work));
  };
  return {
    dtype,
    shape: [paths.length, channels, height, width],
    bytes: elements * paths.length * bytesPerElement(dtype),
    decode: decodeAll,
  };
}

/** Decodes images into one array. Throws {@link FileError} where that would be too large. */
export async function readImages(paths: readonly string[], opened?: ImageFiles): Promise<Tensor> {
  const { dtype, shape, bytes, decode: decodeAll } = opened ?? (await openImages(paths));
  if (bytes > maximumArrayBytes) {
    throw new FileError(
      paths[0]!,
      `${paths.length} images of its size take ${bytes} bytes, expected at most ${maximumArrayBytes}`,
      { advice: 'Stream them, or use smaller or fewer images' },
    );
  }
  const values = tensor(dtype, shape, allocate(dtype, bytes / bytesPerElement(dtype)));
  await decodeAll((index, pixels) => (values.data as Uint8Array).set(pixels, index * pixels.length));
  return values;
}

type SharpFunction = (input: Uint8Array, options: SharpOptions) => Sharp;

async function sizeOf(sharp: SharpFunction, path: string, bytes: Uint8Array): Promise<ImageSize> {
  if (bytes.length === 0) throw new FileError(path, 'is empty, expected a PNG or JPEG image');
  const { width, height, channels, depth, format } = await sharp(bytes, {}).metadata().catch(notAnImage(path));
  if (format !== 'png' && format !== 'jpeg') throw new FileError(path, `is a ${format} image, expected PNG or JPEG`);
  return { width, height, channels, dtype: depth === 'ushort' ? 'uint16' : 'uint8' };
}

async function decode(
  sharp: SharpFunction,
  path: string,
  bytes: Uint8Array,
  size: ImageSize,
): Promise<Uint8Array | Uint16Array> {
  const wide = size.dtype === 'uint16';
  // Without naming the colour space, grey images come out as three channels and 16 bits as 8.
  const space = size.channels <= 2 ? (wide ? 'grey16' : 'b-w') : wide ? 'rgb16' : 'srgb';
  const image = sharp(bytes, { failOn: 'warning' })
    .toColourspace(space)
    .raw({ depth: wide ? 'ushort' : 'uchar' });
  const { data, info } = await image.toBuffer({ resolveWithObject: true }).catch(notAnImage(path));
  if (info.channels !== size.channels || info.width !== size.width || info.height !== size.height) {
    throw new FileError(
      path,
      `decodes to ${info.width}x${info.height} pixels of ${info.channels} channels, expected ${describe(size)}`,
    );
  }
  return wide ? new Uint16Array(data.buffer, data.byteOffset, data.length / 2) : data;
}

function notAnImage(path: string): (error: unknown) => never {
  return (error) => {
    const said = (error instanceof Error ? error.message : String(error)).split('\n')[0];
    throw new FileError(path, `is not a readable PNG or JPEG image (${said})`, {
      advice: 'Remove it, or save it anew',
      cause: error,
    });
  };
}

function checkSame(firstPath: string, first: ImageSize, path: string, size: ImageSize): void {
  const keys = ['width', 'height', 'channels', 'dtype'] as const;
  if (keys.every((key) => size[key] === first[key])) return;
  throw new FileError(path, `${describe(size)}, but ${firstPath} has ${describe(first)}`, {
    advice: 'All images must have the same size, channels and depth: convert them first',
  });
}

function describe(size: ImageSize): string {
  const channels = size.channels === 1 ? '1 channel' : `${size.channels} channels`;
  return `${size.width}x${size.height} pixels, ${channels} of ${size.dtype === 'uint8' ? 8 : 16} bits`;
}

/** From `[height, width, channel]`, as images are decoded, to `[channel, height, width]`. */
function toChannelsFirst(pixels: Uint8Array | Uint16Array, size: ImageSize, out: Tensor['data']): void {
  const target = out as Uint8Array | Uint16Array;
  const area = size.width * size.height;
  for (let channel = 0, to = 0; channel < size.channels; channel++) {
    for (let pixel = 0, from = channel; pixel < area; pixel++, from += size.channels) target[to++] = pixels[from]!;
  }
}
