import { expect, it } from 'vitest';
import { MemoryDataset } from '../../../data/index.ts';
import { measureLocality } from './locality.ts';

const [count, rows, columns, channels] = [24, 10, 14, 3];

/** Smooth pictures, laid out in memory by `place`. */
function pictures(
  shape: readonly number[],
  place: (n: number, row: number, column: number, channel: number) => number,
) {
  const data = new Float32Array(count * rows * columns * channels);
  for (let n = 0; n < count; n++) {
    for (let row = 0; row < rows; row++) {
      for (let column = 0; column < columns; column++) {
        for (let channel = 0; channel < channels; channel++) {
          const value = Math.sin(0.5 * row + n) + Math.cos(0.4 * column + 2.3 * n) + Math.sin(1.7 * n * (channel + 1));
          data[place(n, row, column, channel)] = value;
        }
      }
    }
  }
  const values = { dtype: 'float32' as const, shape: [count, ...shape], data };
  return new MemoryDataset({ source: 'made', layout: 'unknown', inputs: [{ name: 'x', values }] });
}

const last = (n: number, row: number, column: number, channel: number) =>
  ((n * rows + row) * columns + column) * channels + channel;
const first = (n: number, row: number, column: number, channel: number) =>
  ((n * channels + channel) * rows + row) * columns + column;
const stacked = (n: number, row: number, column: number, channel: number) =>
  ((row * columns + column) * channels + channel) * count + n;

const likeliest = (...[shape, place]: Parameters<typeof pictures>) => {
  const { given, others } = measureLocality(pictures(shape, place), undefined)!;
  return others.reduce((a, b) => (b.correlation > a.correlation ? b : a), given).axes;
};

it('reads images as they stand where they are right, with channels last or first', () => {
  expect(likeliest([rows, columns, channels], last)).toBe('rows, columns, channels');
  expect(likeliest([channels, rows, columns], first)).toBe('channels, rows, columns');
});

it('tells channels at the wrong end, and stacks with the samples last', () => {
  expect(likeliest([rows, columns, channels], first)).toBe('channels, rows, columns');
  expect(likeliest([channels, rows, columns], last)).toBe('rows, columns, channels');
  expect(likeliest([rows, columns, channels], stacked)).toBe('samples last');
});

it('looks at images alone', () => {
  const values = { dtype: 'float32' as const, shape: [4, 6], data: new Float32Array(24) };
  const table = new MemoryDataset({ source: 'made', layout: 'features', inputs: [{ name: 'x', values }] });
  expect(measureLocality(table, undefined)).toBeUndefined();
});
