import { type Dataset, MemoryDataset } from '../../src/data/index.ts';

/** Place of a number of a sample in an array of all samples. */
export type Place = (sample: number, ...axes: number[]) => number;

/** Places where samples and axes lie in memory in some order: `[0, 3, 1, 2]` is that of images with the channels first. */
export function placesOf(samples: number, lengths: readonly number[], order: readonly number[]): Place {
  const sizes = [samples, ...lengths];
  const strides = new Array<number>(sizes.length);
  let stride = 1;
  for (const axis of order.toReversed()) {
    strides[axis] = stride;
    stride *= sizes[axis]!;
  }
  return (...at) => at.reduce((sum, index, axis) => sum + index * strides[axis]!, 0);
}

/**
 * Pictures of `[rows, columns, channels]` or series of `[steps, features]` that are smooth along all axes but the last, laid
 * out in memory in an order, and said to be of a shape.
 */
export function smoothSamples(
  samples: number,
  lengths: readonly number[],
  { order, shape }: { readonly order: readonly number[]; readonly shape: readonly number[] },
): Dataset {
  const place = placesOf(samples, lengths, order);
  const size = lengths.reduce((product, length) => product * length, 1);
  const data = new Float32Array(samples * size);
  for (let sample = 0; sample < samples; sample++) {
    for (let at = 0; at < size; at++) {
      let rest = at;
      const axes = lengths.toReversed().map((length) => {
        const index = rest % length;
        rest = Math.floor(rest / length);
        return index;
      });
      const [channel, ...smooth] = axes;
      const wave = smooth.reduce(
        (sum, index, axis) => sum + Math.sin((0.4 + 0.1 * axis) * index + 2.3 * sample + axis),
        0,
      );
      data[place(sample, ...axes.toReversed())] = wave * Math.cos(1.7 * (sample + 1) * (channel! + 1));
    }
  }
  const y = Float32Array.from({ length: samples }, (_, sample) => sample % 2);
  return new MemoryDataset({
    source: 'made',
    layout: 'unknown',
    inputs: [{ name: 'x', values: { dtype: 'float32', shape: [samples, ...shape], data } }],
    target: { name: 'y', values: { dtype: 'float32', shape: [samples, 1], data: y } },
  });
}
