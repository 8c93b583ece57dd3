import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Buckets, Points } from '../scalars-format.ts';
import { axisReader } from './axis-reader.ts';
import { drawSeries } from './draw-series.ts';
import { ScalarColumn } from './scalar-column.ts';

const steps = axisReader('step', { started: 0, epochs: [] })!;

function columnOf(values: readonly number[], stepOf: (index: number) => number = (index) => index): ScalarColumn {
  const column = new ScalarColumn();
  for (const [index, value] of values.entries()) column.append(stepOf(index), 1e9 + index / 8, value);
  return column;
}

function draw(columns: readonly ScalarColumn[], view: Parameters<typeof drawSeries>[1]) {
  return drawSeries([{ columns, axis: steps }], view)[0]!;
}

const value = fc.oneof(
  { weight: 8, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
  { weight: 1, arbitrary: fc.constantFrom(Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY) },
);

/** Runs of points, each of which begins at any step and goes on in strides of its own. */
const stretches = fc.array(
  fc.record({
    start: fc.integer({ min: 0, max: 4000 }),
    stride: fc.constantFrom(0, 1, 3, 0.5),
    length: fc.integer({ min: 1, max: 2500 }),
    values: fc.array(value, { minLength: 1, maxLength: 50 }),
  }),
  { minLength: 1, maxLength: 3 },
);

const view = fc.record({
  range: fc.option(
    fc
      .tuple(fc.integer({ min: -10, max: 6000 }), fc.integer({ min: 0, max: 6000 }))
      .map(([from, width]) => [from, from + width] as const),
    { nil: null },
  ),
  columns: fc.integer({ min: 1, max: 300 }),
  logarithmicX: fc.boolean(),
  smoothing: fc.constantFrom(0, 0.9),
});

describe('a drawn series', () => {
  test('holds every finite value in its range within the extremes of a row around it, and every other as a mark', () => {
    fc.assert(
      fc.property(stretches, view, (pieces, shown) => {
        const column = new ScalarColumn();
        const raw: [number, number][] = [];
        for (const { start, stride, length, values } of pieces) {
          for (let i = 0; i < length; i++) {
            const point = [start + i * stride, Math.fround(values[i % values.length]!)] as [number, number];
            raw.push(point);
            column.append(point[0], 1e9, point[1]);
          }
        }
        const { parts, points } = draw([column], shown);
        expect(points).toBe(raw.length);
        const [from, to] = shown.range ?? [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
        const inRange = raw.filter(([x]) => x >= from && x <= to && (!shown.logarithmicX || x > 0));
        const isLost = ([x, y]: [number, number]) => !parts.some((part) => rowAround(part, x, y));
        expect(inRange.filter(([, y]) => Number.isFinite(y)).filter(isLost)).toEqual([]);
        const marks = parts.flatMap((part) => [...part.marks.count]).reduce((sum, count) => sum + count, 0);
        expect(marks).toBe(inRange.filter(([, y]) => !Number.isFinite(y)).length);
        for (const part of parts) expect(part.x.length).toBeLessThanOrEqual(4 * shown.columns + 2);
      }),
      { numRuns: 150 },
    );
  });

  test('has a row of every part of a logarithmic axis', () => {
    const { parts } = draw([columnOf(new Array(100_000).fill(1))], { range: null, columns: 50, logarithmicX: true });
    expect(parts[0]!.x.length).toBeGreaterThan(30);
    expect(parts[0]!.x[0]).toBe(1);
  });

  test('is exact once few points are left in the range, with the neighbours beyond its ends', () => {
    const column = columnOf(Array.from({ length: 50_000 }, (_, i) => i % 7));
    const [part] = draw([column], { range: [30_000, 30_003], columns: 100 }).parts;
    expect(part).toMatchObject({ form: 'points', x: Float64Array.of(29_999, 30_000, 30_001, 30_002, 30_003, 30_004) });
  });

  test('is smoothed as TensorBoard smooths, whatever is shown of it', () => {
    const column = columnOf([1, 2, Number.NaN, 4]);
    const [part] = draw([column], { range: [3, 3], columns: 10, smoothing: 0.5 }).parts;
    // Means of 1, 2 and 4: ((1 * 0.5 + 2) * 0.5 + 4) * 0.5 / (1 - 0.5 ** 3).
    expect(part!.smoothed!.at(-1)).toBeCloseTo(2.625 / 0.875, 6);
  });

  test('shows apart what a restart superseded, and where it happened', () => {
    const before = columnOf([0, 1, 2, 3, 4]);
    const after = columnOf([20, 30, 40, 50], (index) => index + 2);
    const { parts, restarts } = draw([before, after], { range: null, columns: 100 });
    expect(restarts).toEqual([{ x: 2, step: 2, previousStep: 4, wallTime: 1e9 }]);
    const seen = parts.map((part) => [part.superseded, [...part.x], [...(part as Points).value]]);
    expect(seen).toEqual([
      [false, [0, 1, 2, 3, 4, 5], [0, 1, 20, 30, 40, 50]],
      [true, [2, 3, 4], [2, 3, 4]],
    ]);
  });

  test('keeps every point of steps that all are the same, and sorts steps that go back all the time', () => {
    const same = draw([columnOf([1, 2, 3], () => 0)], { range: null, columns: 100 });
    expect(same).toMatchObject({ restarts: [], parts: [{ value: Float32Array.of(1, 2, 3) }] });
    const zigzag = draw([columnOf(new Array(400).fill(1), (index) => index ^ 1)], { range: null, columns: 400 });
    expect(zigzag).toMatchObject({ unordered: true, restarts: [] });
    expect([...zigzag.parts[0]!.x]).toEqual(Array.from({ length: 400 }, (_, i) => i));
  });

  test('stands along epochs by the line between the steps at which they were recorded', () => {
    const epochs = columnOf([1, 2], (index) => (index + 1) * 100);
    const axis = axisReader('epoch', { started: 0, epochs: [epochs] });
    const [series] = drawSeries([{ columns: [columnOf([5, 6, 7], (index) => 100 + index * 50)], axis }], {
      range: null,
      columns: 9,
    });
    expect([...series!.parts[0]!.x]).toEqual([1, 1.5, 2]);
    expect(axisReader('epoch', { started: 0, epochs: [] })).toBeUndefined();
  });

  test('keeps wall times to the microsecond, days apart too', () => {
    const column = new ScalarColumn();
    const times = [1_790_000_000.123456, 1_790_000_000.123457, 1_790_500_000.5, 1_789_000_000.25];
    for (const [index, time] of times.entries()) column.append(index, time, 0);
    for (const [index, time] of times.entries()) expect(column.wallTime(index)).toBeCloseTo(time, 5);
  });
});

function rowAround(part: Points | Buckets, x: number, y: number): boolean {
  for (let row = 0; row < part.x.length; row++) {
    if (part.form === 'points' && part.x[row] === x && part.value[row] === y) return true;
    if (part.form === 'points' || part.x[row]! > x || part.lastX[row]! < x) continue;
    if (part.minimum[row]! <= y && part.maximum[row]! >= y) return true;
  }
  return false;
}
