import { allocate, bytesPerElement, DataError, elementCount, isFloat } from '../core/index.ts';
import { type Dataset, MemoryDataset, type MemoryDatasetParts, type NamedTensor } from '../data/index.ts';

/** A dataset as plain data, which goes from one process to another. */
export type PlainDataset = MemoryDatasetParts;

/** Most bytes of a dataset that is copied to every trial process. */
const mostBytes = 2 ** 30;

/** The samples of a dataset in memory. Throws {@link DataError} where they take more than a gigabyte. */
export function toPlain(dataset: Dataset): PlainDataset {
  const { source, layout, classNames, columnNames, categories, inputs, target, length } = dataset;
  const fields = target === undefined ? inputs : [...inputs, target];
  const bytes = fields.reduce(
    (sum, { dtype, shape }) => sum + length * elementCount(shape) * bytesPerElement(isFloat(dtype) ? 'float32' : dtype),
    0,
  );
  if (bytes > mostBytes) {
    throw new DataError(`${source}: ${length} samples take ${Math.ceil(bytes / 2 ** 20)} MiB, expected 1024 at most`, {
      advice: 'Every trial trains on all of them: diagnose on a part of the data',
    });
  }
  const all = Uint32Array.from({ length }, (_, index) => index);
  const read = ({ name, dtype, shape }: Dataset['inputs'][number]): NamedTensor => {
    const size = length * elementCount(shape);
    const shaped = [length, ...shape];
    if (dtype === 'int64') {
      const data = new BigInt64Array(size);
      dataset.gather(name, all, data);
      return { name, values: { dtype, shape: shaped, data } };
    }
    const data = new Float32Array(size);
    dataset.gather(name, all, data);
    if (dtype !== 'uint8' && dtype !== 'int8') return { name, values: { dtype: 'float32', shape: shaped, data } };
    const small = allocate(dtype, size);
    small.set(data);
    return { name, values: { dtype, shape: shaped, data: small } };
  };
  return {
    source,
    layout,
    inputs: inputs.map(read),
    target: target && read(target),
    classNames,
    columnNames,
    categories,
  };
}

/** The dataset that {@link toPlain} has described. */
export const fromPlain = (plain: PlainDataset): Dataset => new MemoryDataset(plain);
