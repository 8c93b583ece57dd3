import { elementCount, RandomStream } from '../../core/index.ts';
import { type Dataset, MemoryDataset } from '../../data/index.ts';
import { targetValues } from '../task.ts';
import type { ExampleData } from './data.ts';

type Rows = readonly (readonly number[])[];

/** The data with other targets in one part. */
export function withTargets(
  data: ExampleData,
  part: keyof ExampleData,
  change: (rows: Rows, random: RandomStream) => Rows,
): ExampleData {
  const dataset = data[part];
  const width = elementCount(dataset.target!.shape);
  const values = targetValues(dataset);
  const rows = Array.from({ length: dataset.length }, (_, row) => [...values.subarray(row * width, (row + 1) * width)]);
  return { ...data, [part]: rebuilt(dataset, change(rows, new RandomStream(2, `example/${part}`))) };
}

function rebuilt(dataset: Dataset, targets: Rows): Dataset {
  const all = Uint32Array.from({ length: dataset.length }, (_, row) => row);
  const tensor = (shape: readonly number[], data: Float32Array<ArrayBuffer>) => ({
    dtype: 'float32' as const,
    shape: [dataset.length, ...shape],
    data,
  });
  return new MemoryDataset({
    source: dataset.source,
    layout: dataset.layout,
    inputs: dataset.inputs.map(({ name, shape }) => {
      const values = new Float32Array(dataset.length * elementCount(shape));
      dataset.gather(name, all, values);
      return { name, values: tensor(shape, values) };
    }),
    target: { name: dataset.target!.name, values: tensor(dataset.target!.shape, Float32Array.from(targets.flat())) },
  });
}
