import { RandomStream } from '../../core/index.ts';
import { type Dataset, MemoryDataset } from '../../data/index.ts';

/** Synthetic samples to train and to validate on. */
export interface ExampleData {
  readonly train: Dataset;
  readonly validation: Dataset;
}

/** What one sample is made of: numbers in, numbers out. */
type Sample = readonly [inputs: readonly number[], targets: readonly number[]];

interface DataOptions {
  /** Samples to train on; half as many validate. Default 128. */
  readonly samples?: number;
  readonly shape?: readonly number[];
  /** Brings the training samples into another order. */
  readonly sortTrain?: boolean;
}

/** Draws samples one by one, under a seed of their own. */
export function drawData(
  draw: (random: RandomStream, index: number) => Sample,
  { samples = 128, shape, sortTrain = false }: DataOptions = {},
): ExampleData {
  const part = (name: string, count: number, isSorted: boolean): Dataset => {
    const random = new RandomStream(1, `example/${name}`);
    const rows = Array.from({ length: count }, (_, index) => draw(random, index));
    if (isSorted) rows.sort(([, a], [, b]) => a[0]! - b[0]!);
    const tensor = (values: readonly (readonly number[])[], sample: readonly number[]) => ({
      dtype: 'float32' as const,
      shape: [count, ...sample],
      data: Float32Array.from(values.flat()),
    });
    const [inputs, targets] = rows[0]!;
    return new MemoryDataset({
      source: `synthetic ${name}`,
      layout: shape === undefined ? 'features' : 'unknown',
      inputs: [
        {
          name: 'x',
          values: tensor(
            rows.map(([x]) => x),
            shape ?? [inputs.length],
          ),
        },
      ],
      target: {
        name: 'y',
        values: tensor(
          rows.map(([, y]) => y),
          [targets.length],
        ),
      },
    });
  };
  return {
    train: part('train', samples, sortTrain),
    validation: part('validation', Math.max(64, samples / 2), false),
  };
}

const normals = (random: RandomStream, count: number) => Array.from({ length: count }, () => random.normal());

/** How inputs and targets of an example lie: `value * scale + offset`. */
export interface Scales extends DataOptions {
  readonly inputScale?: number;
  readonly inputOffset?: number;
  readonly targetScale?: number;
  readonly targetOffset?: number;
}

const scaled = (values: readonly number[], scale = 1, offset = 0) => values.map((value) => value * scale + offset);

/** Numbers to predict: a bent surface over three whitened inputs, of mean 0 and deviation about 1. */
export function numbers({ inputScale, inputOffset, targetScale, targetOffset, ...options }: Scales = {}): ExampleData {
  return drawData((random) => {
    const [a, b, c] = normals(random, 3) as [number, number, number];
    const y = 0.7 * a - 0.5 * b + 0.6 * Math.sin(2 * c);
    return [scaled([a, b, c], inputScale, inputOffset), scaled([y], targetScale, targetOffset)];
  }, options);
}

/** Yes or no: whether two of four inputs have the same sign, which no linear network can tell. */
export function yesNo({ inputScale, inputOffset, ...options }: Scales = {}): ExampleData {
  return drawData((random) => {
    const x = normals(random, 4);
    return [scaled(x, inputScale, inputOffset), [x[0]! * x[1]! > 0 ? 1 : 0]];
  }, options);
}

/** Yes or no by which side of a plane a sample lies: easy for any network that learns at all. */
export function sides({ inputScale, inputOffset, ...options }: Scales = {}): ExampleData {
  return drawData((random) => {
    const x = normals(random, 4);
    return [scaled(x, inputScale, inputOffset), [x[0]! - x[1]! + 0.5 * x[2]! > 0 ? 1 : 0]];
  }, options);
}

/** Clouds around points of a circle, one a class; targets are one-hot rows or class numbers. */
export function classes(
  count = 4,
  { encoding = 'one-hot', ...options }: DataOptions & { readonly encoding?: 'one-hot' | 'column' } = {},
): ExampleData {
  return drawData((random, index) => {
    const label = index % count;
    const angle = (2 * Math.PI * label) / count;
    const x = [Math.cos(angle), Math.sin(angle)].map((centre) => 1.4 * centre + 0.3 * random.normal());
    const row = Array.from({ length: count }, (_, column) => (column === label ? 1 : 0));
    return [x, encoding === 'column' ? [label] : row];
  }, options);
}

/** Four yes-or-no labels a sample, one for the sign of each input. */
export function labels(options: DataOptions = {}): ExampleData {
  return drawData((random) => {
    const x = normals(random, 4);
    return [x, x.map((value) => (value > 0 ? 1 : 0))];
  }, options);
}
