import { type Dataset, MemoryDataset, type NamedTensor } from '../../data/index.ts';
import { findLoss } from '../../nn/index.ts';
import type { Design } from '../design.ts';
import { targetValues } from '../task.ts';

/** A dataset with its targets in the form that a design's loss compares outputs with. The inputs are copied once. */
export function withTargetForm(dataset: Dataset, { targets, recipe }: Design): Dataset {
  const values = targetValues(dataset);
  const { name, shape } = dataset.target!;
  if (findLoss(recipe.loss).target === 'classes') {
    if (dataset.target!.dtype === 'int64') return dataset;
    return replaceTarget(dataset, {
      name,
      values: {
        dtype: 'int64',
        shape: [dataset.length],
        data: BigInt64Array.from(values, (value) => BigInt(Math.round(value))),
      },
    });
  }
  switch (targets.kind) {
    case 'as given':
      return dataset;
    case 'one-hot': {
      const data = new Float32Array(dataset.length * targets.count);
      values.forEach((value, row) => {
        data[row * targets.count + value] = 1;
      });
      return replaceTarget(dataset, {
        name,
        values: { dtype: 'float32', shape: [dataset.length, targets.count], data },
      });
    }
    case 'scaled': {
      const { mean, deviation } = targets;
      const data = values.map((value, index) => (value - mean[index % mean.length]!) / deviation[index % mean.length]!);
      return replaceTarget(dataset, { name, values: { dtype: 'float32', shape: [dataset.length, ...shape], data } });
    }
  }
}

/** Outputs in the targets' own units. */
export function inTargetUnits(outputs: Float32Array, { targets }: Design): Float32Array {
  if (targets.kind !== 'scaled') return outputs;
  const { mean, deviation } = targets;
  return outputs.map((value, index) => value * deviation[index % mean.length]! + mean[index % mean.length]!);
}

function replaceTarget(dataset: Dataset, target: NamedTensor): Dataset {
  const all = Uint32Array.from({ length: dataset.length }, (_, index) => index);
  const inputs = dataset.inputs.map(({ name, shape }): NamedTensor => {
    const data = new Float32Array(dataset.length * shape.reduce((count, size) => count * size, 1));
    dataset.gather(name, all, data);
    return { name, values: { dtype: 'float32', shape: [dataset.length, ...shape], data } };
  });
  const { source, layout } = dataset;
  return new MemoryDataset({ source, layout, inputs, target });
}
