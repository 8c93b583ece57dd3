import { describe, expect, it } from 'vitest';
import { fromNumbers, type Tensor } from '../core/index.ts';
import { MemoryDataset } from './memory-dataset.ts';
import { validateFinite } from './validate.ts';

function dataset(x: Tensor, y?: Tensor, columnNames?: string[]): MemoryDataset {
  const target = y && { name: 'y', values: y };
  return new MemoryDataset({
    source: 'made',
    layout: 'unknown',
    inputs: [{ name: 'x', values: x }],
    target,
    columnNames,
  });
}

describe('validateFinite', () => {
  it('accepts finite numbers', () => {
    validateFinite(dataset(fromNumbers('float32', [2, 2], [1, -2, 3e38, 0]), fromNumbers('int64', [2], [0, 1])));
  });

  it('names the field, the sample and the position of the first, and counts all', () => {
    const values = new Array<number>(24).fill(1);
    values[13] = Number.NEGATIVE_INFINITY;
    values[14] = values[20] = Number.NaN;
    expect(() => validateFinite(dataset(fromNumbers('float32', [4, 2, 3], values)))).toThrow(
      "made: field 'x', sample 2, position [0, 1]: found -Infinity, expected a finite number; 3 such values in 2 of 4 samples. Remove those samples, or fill missing values in",
    );
  });

  it('names the column of a table', () => {
    const x = fromNumbers('float32', [2, 2], [1, 2, 3, Number.NaN]);
    expect(() => validateFinite(dataset(x, undefined, ['width', 'height']))).toThrow(
      "field 'x', sample 1, column 'height': found NaN, expected a finite number; 1 such value in 1 of 2 samples",
    );
  });

  it('looks at the target, and at samples far into the data', () => {
    const y = new Float32Array(300_000);
    y[299_999] = Number.NaN;
    const x = fromNumbers('uint8', [300_000, 1], new Uint8Array(300_000));
    expect(() => validateFinite(dataset(x, fromNumbers('float32', [300_000], y)))).toThrow(
      "made: field 'y', sample 299999: found NaN",
    );
  });
});
