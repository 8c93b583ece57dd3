import { elementCount } from '../../../core/index.ts';
import type { Dataset } from '../../../data/index.ts';

/** Numbers of images that are looked at. */
const mostNumbers = 2 ** 21;
/** Channels of pictures: grey with opacity, colours, colours with opacity. */
const mostChannels = 4;
const fewestPixels = 5;

/** A way to read the memory of images, and how alike the least alike of neighbouring pixels are, across and down. */
export interface Reading {
  /** Axes as they lie in memory: "channels, rows, columns". */
  readonly axes: string;
  /** The smaller of the correlations of neighbours across and down: near 1 for images read right. */
  readonly correlation: number;
}

/** Images as they stand, and the other ways in which their memory may have been meant. */
export interface Locality {
  readonly given: Reading;
  readonly others: readonly Reading[];
}

/**
 * Whether neighbours in the images of a dataset are alike, and whether they are more so where the same memory is read with
 * other axes: channels first or last, or samples last, as stacks that were reshaped and not transposed leave them.
 */
export function measureLocality(train: Dataset, validation: Dataset | undefined): Locality | undefined {
  const [input] = train.inputs;
  const shape = input!.shape.length === 2 ? [...input!.shape, 1] : input!.shape;
  if (train.inputs.length !== 1 || shape.length !== 3) return undefined;
  const size = elementCount(shape);
  const isLast = shape[2]! <= mostChannels;
  const [rows, columns, channels] = isLast ? shape : [shape[1], shape[2], shape[0]];
  if (channels! > mostChannels || Math.min(rows!, columns!) < fewestPixels) return undefined;
  const samples = Math.min(train.length, Math.max(1, Math.floor(mostNumbers / size)));
  const values = new Float32Array(samples * size);
  train.gather(
    input!.name,
    Uint32Array.from({ length: samples }, (_, i) => i),
    values,
  );
  const read = (axes: string, down: number, across: number, step = 1): Reading => ({
    axes,
    correlation: Math.min(
      correlate(
        values,
        { count: rows! - 1, stride: down },
        { count: columns!, stride: across },
        { channels: channels!, stride: step },
        size,
      ),
      correlate(
        values,
        { count: rows!, stride: down },
        { count: columns! - 1, stride: across },
        { channels: channels!, stride: step },
        size,
        true,
      ),
    ),
  });
  const plane = rows! * columns!;
  const last = read('rows, columns, channels', columns! * channels!, channels!, 1);
  const first = read('channels, rows, columns', columns!, 1, plane);
  const others = channels === 1 ? [] : [isLast ? first : last];
  for (const total of samples === train.length
    ? new Set([train.length, train.length + (validation?.length ?? 0)])
    : []) {
    const stride = (isLast ? channels! : 1) * total;
    others.push({
      axes: 'samples last',
      correlation: Math.min(autocorrelation(values, stride), autocorrelation(values, stride * columns!)),
    });
  }
  return { given: isLast ? last : first, others };
}

interface Axis {
  readonly count: number;
  readonly stride: number;
}

/** Correlation of pixels with their neighbours, below or to the right, over all images and channels. */
function correlate(
  values: Float32Array,
  down: Axis,
  across: Axis,
  channel: { readonly channels: number; readonly stride: number },
  size: number,
  isAcross = false,
): number {
  const step = isAcross ? across.stride : down.stride;
  const sums = new Sums();
  for (let image = 0; image < values.length; image += size) {
    for (let c = 0; c < channel.channels; c++) {
      for (let row = 0; row < down.count; row++) {
        for (let column = 0; column < across.count; column++) {
          const at = image + c * channel.stride + row * down.stride + column * across.stride;
          sums.add(values[at]!, values[at + step]!);
        }
      }
    }
  }
  return sums.correlation;
}

/** Correlation of each number with the one `stride` further on. */
function autocorrelation(values: Float32Array, stride: number): number {
  const sums = new Sums();
  for (let at = 0; at + stride < values.length; at++) sums.add(values[at]!, values[at + stride]!);
  return sums.correlation;
}

/** What a correlation is made of. */
class Sums {
  #count = 0;
  #x = 0;
  #y = 0;
  #xx = 0;
  #xy = 0;
  #yy = 0;

  add(x: number, y: number): void {
    if (!Number.isFinite(x + y)) return;
    this.#count++;
    this.#x += x;
    this.#y += y;
    this.#xx += x * x;
    this.#xy += x * y;
    this.#yy += y * y;
  }

  get correlation(): number {
    const n = this.#count;
    const [x, y] = [this.#xx - this.#x ** 2 / n, this.#yy - this.#y ** 2 / n];
    return x > 0 && y > 0 ? (this.#xy - (this.#x * this.#y) / n) / Math.sqrt(x * y) : 0;
  }
}
