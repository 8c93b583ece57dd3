import { join } from 'node:path';
import type { Tensor } from '../core/index.ts';
import { encodeNpy, makeFolder, replaceFile } from '../records/index.ts';
import type { CaseDataSet, CaseSamples } from './data-sets/index.ts';

/**
 * Writes the data of the case study as folders of `.npy` files: `samples` with a training and a validation part, and
 * `two-samples`, the first two training samples.
 *
 * @returns the training part
 * @throws FileError where they cannot be written
 */
export function writeSamples(folder: string, dataSet: CaseDataSet, seed: number): CaseSamples {
  const train = dataSet.draw(seed, 'train');
  const validation = dataSet.draw(seed, 'validation');
  const write = (name: string, arrays: Readonly<Record<string, Tensor<'float32'>>>) => {
    const place = join(folder, name);
    makeFolder(folder, place);
    for (const [file, tensor] of Object.entries(arrays)) replaceFile(join(place, `${file}.npy`), encodeNpy(tensor));
  };
  write('samples', {
    x_train: train.images,
    y_train: train.targets,
    x_validation: validation.images,
    y_validation: validation.targets,
  });
  write('two-samples', { x: first(train.images, 2), y: first(train.targets, 2) });
  return train;
}

function first({ shape, data }: Tensor<'float32'>, count: number): Tensor<'float32'> {
  return {
    dtype: 'float32',
    shape: [count, ...shape.slice(1)],
    data: data.slice(0, (data.length / shape[0]!) * count),
  };
}

/** Mean squared error of always answering the mean of the targets. */
export function constantLossOf({ targets: { shape, data } }: CaseSamples): number {
  const [count, width] = shape as [number, number];
  let sum = 0;
  for (let column = 0; column < width; column++) {
    let mean = 0;
    for (let row = 0; row < count; row++) mean += data[row * width + column]! / count;
    for (let row = 0; row < count; row++) sum += (data[row * width + column]! - mean) ** 2;
  }
  return sum / data.length;
}
