import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fromNumbers } from '../../core/index.ts';
import { sketchField } from '../field-quantiles.ts';
import { MemoryDataset } from '../memory-dataset.ts';
import { fieldStatistics } from '../statistics.ts';
import { fitPreparation } from './fit-preparation.ts';
import type { PreparationChoice } from './preparation-options.ts';

const stored = JSON.parse(
  readFileSync(new URL('../../../test/fixtures/preparation/statistics.json', import.meta.url), 'utf8'),
) as { rows: number; mean: number[]; standardDeviation: number[]; quantiles: number[]; values: number[][] };

function table(columns: readonly ArrayLike<number>[], target?: readonly number[], names?: readonly string[]) {
  const rows = columns[0]!.length;
  const values = new Float32Array(rows * columns.length);
  columns.forEach((column, j) => {
    for (let i = 0; i < rows; i++) values[i * columns.length + j] = column[i]!;
  });
  return new MemoryDataset({
    source: 'table.csv',
    layout: 'features',
    inputs: [{ name: 'inputs', values: fromNumbers('float32', [rows, columns.length], values) }],
    columnNames: names ?? columns.map((_, index) => `c${index}`),
    ...(target === undefined ? {} : { target: { name: 'y', values: fromNumbers('float32', [rows, 1], target) } }),
  });
}

const unit = Array.from({ length: stored.rows }, (_, i) => ((i * 1103515245 + 12345) % 2 ** 31) / 2 ** 31);
const wide = unit.map((u) => u ** 3 * 1.4e8);
const prepared = (data: MemoryDataset, choice: PreparationChoice = 'auto') =>
  fitPreparation(data, choice, { scaleTarget: data.target !== undefined })!;

describe('statistics of training data', () => {
  const data = table([unit, unit.map((u) => 1e6 + 8 * u), wide]);

  it('equal NumPy in float64 to 1e-12, also far from 0 and over eight decades', () => {
    const { mean, standardDeviation } = fieldStatistics(data, 'inputs');
    for (let column = 0; column < 3; column++) {
      expect(Math.abs(mean[column]! / stored.mean[column]! - 1)).toBeLessThan(1e-12);
      expect(Math.abs(standardDeviation[column]! / stored.standardDeviation[column]! - 1)).toBeLessThan(1e-12);
    }
  });

  it('have the quantiles of NumPy', () => {
    const { values } = sketchField(data, 'inputs', [0, 2]);
    for (const column of [0, 2]) {
      const found = values.get(column)!.quantiles(stored.quantiles);
      found.forEach((value, i) => {
        expect(Math.abs(value - stored.values[column]![i]!)).toBeLessThanOrEqual(1e-12 * Math.abs(value));
      });
    }
  });
});

describe('fitPreparation', () => {
  const ordinary = Array.from({ length: 400 }, (_, i) => Math.sin(i) + 3);
  const withFar = (far: number) => ordinary.map((value, i) => (i === 7 ? far : value));

  it('whitens ordinary numbers and leaves their range alone', () => {
    const [input] = prepared(table([ordinary, ordinary.map((value) => (value < 2.1 ? 1 : 0))])).inputs;
    expect(input!.squash).toBeUndefined();
    expect(input!.mean![0]).toBeCloseTo(3, 1);
  });

  it('squashes where the range demands it: tanh to 600, log(1 + x) beyond, asinh where numbers are negative', () => {
    const columns = [ordinary, withFar(900), withFar(1.4e8), withFar(-1.4e8), withFar(150)];
    const { squash } = prepared(table(columns)).inputs[0]!;
    expect(squash!.map((choice) => choice?.function)).toEqual([undefined, 'tanh', 'log1p', 'asinh', undefined]);
    expect(squash![1]!.scale).toBe(150);
    expect(squash![2]!.scale).toBeCloseTo(3, 0);
  });

  it('takes a function and its C from the recipe, for all columns or one', () => {
    const choice = { squash: 'none', columns: { c1: { squash: { function: 'tanh', scale: 1e6 } } } } as const;
    const { squash } = prepared(table([withFar(1.4e8), wide.slice(0, 400)]), choice).inputs[0]!;
    expect(squash).toEqual([null, { function: 'tanh', scale: 1e6 }]);
  });

  it('whitens what squashing, clipping and filling made of the numbers', () => {
    const values = [1, 2, 3, 4, Number.NaN, 1000];
    const choice = { clip: { minimum: 2, maximum: 4 }, missing: 'median', squash: 'none' } as const;
    const input = prepared(table([values]), choice).inputs[0]!;
    expect(input).toMatchObject({ fill: [3], minimum: [2], maximum: [4] });
    expect(input.mean![0]).toBeCloseTo((2 + 2 + 3 + 4 + 3 + 4) / 6, 6);
    const clipped = prepared(table([ordinary]), { clip: { quantiles: [0, 0.5] } }).inputs[0]!;
    expect(clipped.maximum![0]).toBeCloseTo(3, 1);
    const flags = ordinary.map((_, i) => (i % 50 === 0 ? 1 : 0));
    const fences = prepared(table([withFar(1e6), flags]), { clip: { quartileRanges: 3 }, squash: 'none' }).inputs[0]!;
    expect(fences.maximum![0]).toBeGreaterThan(5);
    expect(fences.maximum![0]).toBeLessThan(10);
    expect([fences.minimum![1], fences.maximum![1]]).toEqual([null, null]);
    expect(fences.deviation![0]).toBeLessThan(1);
  });

  it('scales targets unless told otherwise', () => {
    const data = table([[1, 2, 3]], [10, 20, 30]);
    expect(prepared(data).target).toEqual({ mean: [20], deviation: [Math.sqrt(200 / 3)] });
    expect(prepared(data, { target: 'none' }).target).toBeUndefined();
    expect(fitPreparation(data, 'none', { scaleTarget: true })).toBeUndefined();
  });

  it.each([
    [
      table([[1, Number.NaN]]),
      'auto',
      "table.csv: column 'c0': 1 values are missing, and nothing says what fills them",
    ],
    [table([[Number.NaN, Number.NaN]]), { missing: 'mean' }, "table.csv: column 'c0': no value at all"],
    [
      table([[1, 2]], [5, 5]),
      'auto',
      "table.csv: target 'y' is 5 for every training sample: there is nothing to learn",
    ],
    [table([[1, 2]], undefined, ['price']), { columns: { prise: {} } }, "has no 'prise' (did you mean 'price'?)"],
    [table([[1, 2]]), { clip: { minimum: 3, maximum: 1 } }, 'clip has the minimum 3 above the maximum 1'],
  ] as [MemoryDataset, PreparationChoice, string][])('says what is wrong (%#)', (data, choice, message) => {
    expect(() => prepared(data, choice)).toThrow(message);
  });
});
