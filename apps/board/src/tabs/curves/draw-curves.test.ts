import { describe, expect, it } from 'vitest';
import type { Buckets, Points } from '../../api/contract.ts';
import { type Curve, readingAt } from './curve.ts';
import { countWithoutPlace, drawCurves, type Plane } from './draw-curves.ts';
import { svgPencil } from './pencil.ts';
import { extentOf, valueRange } from './ranges.ts';
import { meanCurve } from './seed-mean.ts';

const kinds = ['NaN', 'Infinity', '-Infinity'];

function marksOf(values: readonly (readonly [x: number, value: number])[]): Points['marks'] {
  const strange = values.filter(([, value]) => !Number.isFinite(value));
  return {
    x: Float64Array.from(strange, ([x]) => x),
    count: Uint32Array.from(strange, () => 1),
    kind: Uint8Array.from(strange, ([, value]) => kinds.indexOf(String(value))),
  };
}

function pointsOf(values: readonly number[], xOf = (i: number): number => i): Points {
  return {
    form: 'points',
    superseded: false,
    x: Float64Array.from(values, (_, i) => xOf(i)),
    value: Float32Array.from(values),
    smoothed: undefined,
    marks: marksOf(values.map((value, i) => [xOf(i), value])),
  };
}

function curveOf(part: Points | Buckets, id = 'run'): Curve {
  const { x } = part;
  const extent = [x[0]!, x.at(-1)!] as const;
  return { id, label: id, colour: '#123456', style: 'line', parts: [part], extent, points: x.length, restarts: [] };
}

/** 100 wide and 100 high: x from 0 to `most`, y from `low` to `high`. */
function planeOf(most: number, [low, high]: readonly [number, number], isLogY = false): Plane {
  const of = (value: number): number => (isLogY ? Math.log(value) : value);
  return {
    left: 0,
    top: 0,
    width: 100,
    height: 100,
    scale: 1,
    isLogY,
    x: (value) => (value / most) * 100,
    y: (value) => (isLogY && value <= 0 ? Number.NaN : 100 - ((of(value) - of(low)) / (of(high) - of(low))) * 100),
  };
}

function drawn(curve: Curve, plane: Plane): string[] {
  const paths: string[] = [];
  drawCurves(svgPencil(paths), [curve], plane);
  return paths.map((path) => /d="([^"]*)"/.exec(path)?.[1] ?? '');
}

describe('drawing curves', () => {
  it('reaches a spike of one point among 100 000 in 100 columns', () => {
    const values = Array.from({ length: 100_000 }, (_, i) => (i === 54_321 ? 100 : Math.sin(i)));
    const [line = ''] = drawn(curveOf(pointsOf(values)), planeOf(99_999, [-1, 100]));
    const places = [...line.matchAll(/[ML]([\d.]+) ([\d.]+)/g)].map(([, x, y]) => [Number(x), Number(y)] as const);
    const highest = places.reduce((best, place) => (place[1] < best[1] ? place : best));
    expect(highest[1]).toBe(0);
    expect(Math.abs(highest[0] - 54.3)).toBeLessThan(1);
    expect(places.length).toBeLessThan(500);
  });

  it('leaves a gap at NaN and marks it at the foot', () => {
    const [line = '', mark = ''] = drawn(curveOf(pointsOf([1, 1, Number.NaN, 1, 1])), planeOf(4, [0, 2]));
    expect(line).toBe('M0 50L25 50M75 50L100 50');
    expect(mark).toMatch(/^M46\.5 92L53\.5 99/);
  });

  it('shows a point that stands alone between gaps', () => {
    const [line = ''] = drawn(curveOf(pointsOf([Number.NaN, 1, Number.NaN])), planeOf(2, [0, 2]));
    expect(line).toMatch(/L48\.5 50L50 48\.5L51\.5 50L50 51\.5L48\.5 50$/);
    const lone = Float32Array.of(Number.NaN, 1, Number.NaN);
    const x = Float64Array.of(0, 1, 2);
    const extremes = { minimum: lone, maximum: lone, first: lone, last: lone, count: Uint32Array.of(1, 1, 1) };
    const buckets: Buckets = { ...pointsOf([]), ...extremes, form: 'buckets', x, lastX: x };
    expect(drawn(curveOf(buckets), planeOf(2, [0, 2]))[0]).toMatch(/L48\.5 50L50 48\.5L51\.5 50L50 51\.5L48\.5 50$/);
  });

  it('marks infinities at the edges to which they went', () => {
    const values = [1, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 1];
    const [, up = '', down = ''] = drawn(curveOf(pointsOf(values)), planeOf(3, [0, 2]));
    expect(up).toMatch(/^M29\.83 8L/);
    expect(down).toMatch(/^M63\.17 92L/);
  });

  it('marks and counts what has no place on a logarithmic axis', () => {
    const curve = curveOf(pointsOf([10, 0, -5, 1]));
    const [line = '', ...marks] = drawn(curve, planeOf(3, [1, 10], true));
    expect(line.match(/M/g)).toHaveLength(2);
    expect(marks).toHaveLength(2);
    expect(countWithoutPlace([curve], [0, 3])).toBe(2);
    expect(valueRange([curve], [0, 3], true)[0]).toBeGreaterThan(0.9);
  });

  it('fits the axes to what is in view, and to one point', () => {
    const curve = curveOf(pointsOf([5, 1, 2, 100], (i) => i * 10));
    expect(extentOf([curve], false)).toEqual([0, 30]);
    expect(extentOf([curve], true)).toEqual([10, 30]);
    expect(valueRange([curve], [5, 25], false)).toEqual([0.96, 2.04]);
    const [low, high] = valueRange([curveOf(pointsOf([3]))], [0, 0], false);
    expect(low).toBeLessThan(3);
    expect(high).toBeGreaterThan(3);
  });
});

describe('what a curve says at the crosshair', () => {
  const curve = curveOf(pointsOf([1, 2, Number.NaN, 4], (i) => i * 10));

  it('is the nearest point', () => {
    expect(readingAt(curve, 14, 0)).toMatchObject({ x: 10, low: 2, high: 2, marks: '' });
    expect(readingAt(curve, 16, 0)).toMatchObject({ x: 20, low: Number.NaN, marks: 'NaN' });
    expect(readingAt(curve, 1000, 0)).toMatchObject({ x: 30, high: 4 });
  });

  it('tells of what is not finite nearby', () => {
    expect(readingAt(curve, 10, 10)).toMatchObject({ high: 2, marks: 'NaN' });
  });
});

describe('the mean over seeds', () => {
  it('interpolates between the steps of its members, and has the range of all', () => {
    const mean = meanCurve(
      'both',
      [
        curveOf(pointsOf([0, 2, 4]), 'a'),
        curveOf(
          pointsOf([10, 20], (i) => i * 2),
          'b',
        ),
      ],
      '#000',
    );
    const [part] = mean.parts as readonly [Buckets];
    expect([...part.x]).toEqual([0, 1, 2]);
    expect([...part.first]).toEqual([5, 8.5, 12]);
    expect([...part.minimum]).toEqual([0, 2, 4]);
    expect([...part.maximum]).toEqual([10, 15, 20]);
  });

  it('does not reach beyond a member that ended, and leaves out its NaN', () => {
    const long = curveOf(pointsOf([1, 1, 1, 1]), 'a');
    const short = curveOf(pointsOf([3, Number.NaN]), 'b');
    const [part] = meanCurve('both', [long, short], '#000').parts as readonly [Buckets];
    expect([...part.first]).toEqual([2, 1, 1, 1]);
    expect([...part.count]).toEqual([2, 1, 1, 1]);
    expect([...part.marks.x]).toEqual([1]);
  });
});
