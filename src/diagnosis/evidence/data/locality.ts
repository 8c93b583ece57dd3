import { elementCount } from '../../../core/index.ts';
import type { Dataset } from '../../../data/index.ts';
import type { Network } from '../../../nn/index.ts';
import { type AxisView, axisViews, type Role } from '../../network/axis-views.ts';

/** Numbers of samples that are looked at. */
const mostNumbers = 2 ** 21;
/** Numbers from which on a correlation is known to a hundredth. */
const fewestNumbers = 10_000;
const fewestPixels = 5;
const fewestSteps = 5;

/** What neighbouring pixels must be alike in another reading, at least, and how much more than as the images stand. */
const alike = 0.5;
const more = 0.15;
/**
 * Numbers side by side that belong to one feature are alike, those where one feature ends and the next begins are not: by
 * how much, at least; another reading must show less than half of it.
 */
const clearBreak = 0.3;

/** A way to read the memory of samples, and how alike neighbours are then. */
export interface Reading {
  /** The axes as they lie in memory. */
  readonly order: readonly Role[];
  /** Likewise in words: "channels, rows, columns". */
  readonly axes: string;
  /**
   * Near 1 for what is read right. Of images the smaller of the correlations of neighbours across and down; of series what
   * neighbours in memory are more alike within a line of the reading than where it ends.
   */
  readonly likeness: number;
}

/** How the first operator that looks at neighbours reads the samples, and how else their memory may have been meant. */
export interface Locality {
  readonly view: AxisView;
  readonly kind: 'images' | 'series';
  readonly given: Reading;
  readonly others: readonly Reading[];
  /** Neighbours in images that were stacked along the last axis and reshaped, so that each sample holds parts of many. */
  readonly samplesLast: number;
}

/**
 * Whether neighbours in samples are alike as a network reads them, and whether they are more so where the same memory is read
 * with its axes in another order: images with channels first or last, with rows and columns exchanged; series with time
 * first or last. Measured on the first samples, once for each order of axes.
 */
export function measureLocality(network: Network, train: Dataset, validation?: Dataset): Locality[] {
  return axisViews(network).flatMap((view) => {
    const field = fieldOf(network, view, train);
    if (field === undefined) return [];
    const kind = view.roles.includes('steps') ? 'series' : 'images';
    const sizes = sizesOf(view);
    if (!isMeasurable(kind, sizes) || train.length * elementCount(view.shape) < fewestNumbers) return [];
    const given = view.roles.filter((role) => role !== undefined);
    const values = () => firstSamples(train, field, elementCount(view.shape));
    const read = (order: readonly Role[]): Reading => {
      const key = [...order, 'as', ...given].map((role) => `${role} ${sizes.get(role as Role) ?? ''}`);
      const likeness = once(train, `${field} ${key}`, () =>
        kind === 'images' ? alikeInImages(values(), sizes, order, given) : breakInSeries(values(), sizes, order),
      );
      return { order, axes: order.map((role) => nameOf(role, kind)).join(', '), likeness };
    };
    const others = ordersOf(sizes)
      .filter((other) => other.join() !== given.join())
      .map(read);
    const samplesLast = kind === 'images' ? measureSamplesLast(train, validation, sizes, given, values) : 0;
    return [{ view, kind, given: read(given), others, samplesLast }];
  });
}

const nameOf = (role: Role, kind: Locality['kind']): string =>
  role === 'channels' && kind === 'series' ? 'features' : role;

/** Another reading under which the samples make sense, which they do not as they are read. */
export function meantReading({ kind, given, others }: Locality): Reading | undefined {
  const best = others.reduce<Reading | undefined>((a, b) => (a && a.likeness >= b.likeness ? a : b), undefined);
  if (best === undefined) return undefined;
  const isMeant =
    kind === 'images'
      ? best.likeness >= alike && best.likeness - given.likeness >= more
      : best.likeness >= clearBreak && given.likeness < best.likeness / 2;
  return isMeant ? best : undefined;
}

/** Images of which each holds parts of many. */
export const areStacked = ({ given, samplesLast }: Locality): boolean =>
  samplesLast >= alike && samplesLast - given.likeness >= more;

/** Whether samples clearly make sense as they are read. */
export const isReadRight = (locality: Locality): boolean =>
  locality.given.likeness >= (locality.kind === 'images' ? alike : clearBreak) && meantReading(locality) === undefined;

function fieldOf(network: Network, { input }: AxisView, train: Dataset): string | undefined {
  const { inputs } = network.graph;
  const at = inputs.findIndex(({ name }) => name === input);
  const field = train.inputs.find(({ name }) => name === input) ?? (inputs.length === 1 ? train.inputs[0] : undefined);
  const isFitting =
    field && at >= 0 && elementCount(field.shape) === elementCount(inputs[at]!.shape.slice(1) as number[]);
  return isFitting ? field.name : undefined;
}

type Sizes = ReadonlyMap<Role, number>;

const sizesOf = ({ roles, shape }: AxisView): Sizes =>
  new Map(roles.flatMap((role, axis) => (role === undefined ? [] : [[role, shape[axis]!] as const])));

const sizeOf = (sizes: Sizes): number => elementCount([...sizes.values()]);

function isMeasurable(kind: Locality['kind'], sizes: Sizes): boolean {
  const size = (role: Role) => sizes.get(role) ?? 1;
  return kind === 'images'
    ? Math.min(size('rows'), size('columns')) >= fewestPixels
    : size('steps') >= fewestSteps && size('channels') > 1;
}

/**
 * Orders in which axes may have been meant: channels first or last. Rows and columns of a square cannot be told apart: there they
 * stay in order.
 */
function ordersOf(sizes: Sizes): Role[][] {
  const isSquare = sizes.get('rows') === sizes.get('columns');
  return permutations([...sizes.keys()]).filter(
    (order) =>
      !sizes.has('rows') ||
      (order[1] !== 'channels' && !(isSquare && order.indexOf('rows') > order.indexOf('columns'))),
  );
}

function permutations(roles: readonly Role[]): Role[][] {
  if (roles.length < 2) return [[...roles]];
  return roles.flatMap((role) => permutations(roles.filter((other) => other !== role)).map((rest) => [role, ...rest]));
}

const measured = new WeakMap<Dataset, Map<string, number>>();

function once(train: Dataset, key: string, measure: () => number): number {
  const known = measured.get(train) ?? new Map<string, number>();
  measured.set(train, known);
  const value = known.get(key) ?? measure();
  known.set(key, value);
  return value;
}

function firstSamples(train: Dataset, field: string, size: number): Float32Array {
  const samples = Math.min(train.length, Math.max(1, Math.floor(mostNumbers / size)));
  const values = new Float32Array(samples * size);
  train.gather(
    field,
    Uint32Array.from({ length: samples }, (_, i) => i),
    values,
  );
  return values;
}

/** How far apart in memory neighbours along each axis lie, where the axes have an order. */
function stridesOf(sizes: Sizes, order: readonly Role[]): Map<Role, number> {
  const strides = new Map<Role, number>();
  let stride = 1;
  for (const role of order.toReversed()) {
    strides.set(role, stride);
    stride *= sizes.get(role)!;
  }
  return strides;
}

/**
 * The smallest of the correlations of pixels with those below and with those to the right, over all images and channels; of
 * another reading than the given one, those pairs by themselves, too, that are of two lines of the given one. Else images of
 * which all rows, or all channels, are constant would seem to be right in several readings.
 */
function alikeInImages(values: Float32Array, sizes: Sizes, order: readonly Role[], given: readonly Role[]): number {
  const givenStrides = stridesOf(sizes, given);
  const line = Math.max(givenStrides.get('rows')!, givenStrides.get('columns')!);
  const strides = stridesOf(sizes, order);
  const size = sizeOf(sizes);
  const [rows, columns, channels] = (['rows', 'columns', 'channels'] as const).map((role) => ({
    count: sizes.get(role) ?? 1,
    stride: strides.get(role) ?? 0,
  }));
  const correlate = (along: 'rows' | 'columns'): number => {
    const step = strides.get(along)!;
    const [all, apart] = [new Sums(), new Sums()];
    for (let image = 0; image < values.length; image += size) {
      for (let channel = 0; channel < channels!.count; channel++) {
        for (let row = 0; row < rows!.count - (along === 'rows' ? 1 : 0); row++) {
          for (let column = 0; column < columns!.count - (along === 'columns' ? 1 : 0); column++) {
            const at = channel * channels!.stride + row * rows!.stride + column * columns!.stride;
            const [value, next] = [values[image + at]!, values[image + at + step]!];
            all.add(value, next);
            if (order !== given && Math.floor(at / line) !== Math.floor((at + step) / line)) apart.add(value, next);
          }
        }
      }
    }
    return apart.isEmpty ? all.correlation : Math.min(all.correlation, apart.correlation);
  };
  return Math.min(correlate('rows'), correlate('columns'));
}

/**
 * How much more alike numbers side by side in memory are within a line of the reading, that is along its last axis, than where
 * one line ends and the next begins. Each place in memory is taken in its own units, by its mean and its deviation.
 */
function breakInSeries(values: Float32Array, sizes: Sizes, order: readonly Role[]): number {
  const size = sizeOf(sizes);
  const line = sizes.get(order.at(-1)!)!;
  const samples = values.length / size;
  const white = Float32Array.from(values);
  for (let place = 0; place < size; place++) whitenPlace(white, place, size, samples);
  const [within, across] = [new Sums(), new Sums()];
  for (let at = 0; at + 1 < white.length; at++) {
    const next = (at + 1) % size;
    if (next === 0) continue;
    (next % line === 0 ? across : within).add(white[at]!, white[at + 1]!);
  }
  return within.correlation - Math.max(0, across.correlation);
}

function whitenPlace(values: Float32Array, place: number, size: number, samples: number): void {
  let [sum, squares] = [0, 0];
  for (let at = place; at < values.length; at += size) sum += values[at]!;
  const mean = sum / samples;
  for (let at = place; at < values.length; at += size) squares += (values[at]! - mean) ** 2;
  const deviation = Math.sqrt(squares / samples) || 1;
  for (let at = place; at < values.length; at += size) values[at] = (values[at]! - mean) / deviation;
}

/** Likewise the smaller correlation, where the memory of all images is that of a stack whose last axis were the samples. */
function measureSamplesLast(
  train: Dataset,
  validation: Dataset | undefined,
  sizes: Sizes,
  order: readonly Role[],
  values: () => Float32Array,
): number {
  const strides = stridesOf(sizes, order);
  if (train.length * sizeOf(sizes) > mostNumbers) return 0;
  const images = [train.length, ...(validation === undefined ? [] : [train.length + validation.length])];
  return Math.max(
    ...images.map((total) =>
      once(train, `stacked ${total} ${order}`, () => {
        const given = values();
        const along = (role: Role) => autocorrelation(given, strides.get(role)! * total);
        return Math.min(along('columns'), along('rows'));
      }),
    ),
  );
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

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  get correlation(): number {
    const n = this.#count;
    const [x, y] = [this.#xx - this.#x ** 2 / n, this.#yy - this.#y ** 2 / n];
    return x > 0 && y > 0 ? (this.#xy - (this.#x * this.#y) / n) / Math.sqrt(x * y) : 0;
  }
}
