import { describe, expect, it } from 'vitest';
import { fromNumbers, RandomStream } from '../core/index.ts';
import type { Layout } from './dataset.ts';
import { MemoryDataset } from './memory-dataset.ts';
import { fieldStatistics } from './statistics.ts';

function dataset(shape: number[], values: ArrayLike<number>, layout: Layout): MemoryDataset {
  const inputs = [{ name: 'x', values: fromNumbers('float32', shape, values) }];
  return new MemoryDataset({ source: 'made', layout, inputs });
}

describe('fieldStatistics', () => {
  it('measures each feature', () => {
    const statistics = fieldStatistics(dataset([3, 2], [1, 10, 2, 20, 3, 60], 'features'), 'x');
    expect(statistics.kind).toBe('feature');
    expect(Array.from(statistics.mean)).toEqual([2, 30]);
    expect(Array.from(statistics.standardDeviation, (value) => value ** 2)).toEqual([
      expect.closeTo(2 / 3, 12),
      expect.closeTo(1400 / 3, 9),
    ]);
    expect([Array.from(statistics.minimum), Array.from(statistics.maximum)]).toEqual([
      [1, 10],
      [3, 60],
    ]);
    expect(Array.from(statistics.count)).toEqual([3, 3]);
  });

  it('measures each channel, wherever the layout has it', () => {
    const first = fieldStatistics(dataset([1, 2, 1, 2], [1, 3, 10, 30], 'NCHW'), 'x');
    const last = fieldStatistics(dataset([1, 1, 2, 2], [1, 10, 3, 30], 'NHWC'), 'x');
    expect(Array.from(first.mean)).toEqual([2, 20]);
    expect(last).toEqual(first);
    expect(Array.from(fieldStatistics(dataset([1, 2, 2], [1, 2, 3, 4], 'NHW'), 'x').mean)).toEqual([2.5]);
  });

  it('is exact to ten digits over many chunks where the mean dwarfs the deviation', () => {
    const stream = new RandomStream(1, 'test');
    const values = Float32Array.from({ length: 600_000 }, () => 100_000 + Math.round(stream.normal() * 64) / 64);
    const statistics = fieldStatistics(dataset([300_000, 2], values, 'features'), 'x');
    for (const column of [0, 1]) {
      const own = values.filter((_, i) => i % 2 === column);
      const mean = own.reduce((sum, value) => sum + (value - 100_000), 0) / own.length + 100_000;
      const variance = own.reduce((sum, value) => sum + (value - mean) ** 2, 0) / own.length;
      expect(Math.abs(statistics.mean[column]! / mean - 1)).toBeLessThan(1e-13);
      expect(Math.abs(statistics.standardDeviation[column]! / Math.sqrt(variance) - 1)).toBeLessThan(1e-10);
    }
  });

  it('counts what is not finite and leaves it out', () => {
    const values = [1, Number.NaN, 3, Number.POSITIVE_INFINITY, 5, Number.NaN];
    const statistics = fieldStatistics(dataset([3, 2], values, 'features'), 'x');
    expect(Array.from(statistics.nonFiniteCount)).toEqual([0, 3]);
    expect(Array.from(statistics.mean)).toEqual([3, Number.NaN]);
    expect(Array.from(statistics.maximum)).toEqual([5, Number.NaN]);
    expect(statistics.standardDeviation[1]).toBeNaN();
  });

  it('refuses a field that is not there', () => {
    expect(() => fieldStatistics(dataset([1, 1], [1], 'features'), 'y')).toThrow("made: no field 'y'");
  });
});
