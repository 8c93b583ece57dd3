import type { Buckets, Points, RunSummary } from '../../api/contract.ts';
import { seedGroups } from '../../lib/seed-groups.ts';
import type { Curve } from './curve.ts';
import { endsOf, valueAt } from './value-at.ts';

/** Runs that differ in their seed alone become one curve: their mean, in a band from the least to the greatest. */
export function meanCurves(curves: readonly Curve[], runs: readonly RunSummary[]): Curve[] {
  const byRun = new Map(curves.map((curve) => [curve.id, curve]));
  const keyed = runs.map(({ id, recipeHash }) => ({ id, recipeKey: recipeHash ?? undefined }));
  return seedGroups(keyed).flatMap(({ name, members }) => {
    const found = members.flatMap((id) => byRun.get(id) ?? []);
    if (found.length < 2) return found;
    return [meanCurve(name, found, found[0]!.colour)];
  });
}

/** The mean of curves at every place of the one with most of them, of those that reach there. */
export function meanCurve(name: string, members: readonly Curve[], colour: string): Curve {
  const parts = members.flatMap(({ parts }) => parts.find(({ superseded }) => !superseded) ?? []);
  const finest = parts.reduce((best, part) => (part.x.length > best.x.length ? part : best));
  const places = endsOf(finest);
  const rows = places.length;
  const column = (): Float32Array => new Float32Array(rows);
  const mean = column();
  const minimum = column();
  const maximum = column();
  const hasSmoothed = parts.every(({ smoothed }) => smoothed !== undefined);
  const smoothed = hasSmoothed ? column() : undefined;
  const count = new Uint32Array(rows);
  for (let row = 0; row < rows; row++) {
    let sum = 0;
    let smoothSum = 0;
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const part of parts) {
      const at = valueAt(part, places[row]!);
      if (at === undefined) continue;
      sum += at.value;
      smoothSum += at.smoothed;
      low = Math.min(low, at.low);
      high = Math.max(high, at.high);
      count[row]!++;
    }
    const n = count[row]!;
    mean[row] = sum / n;
    if (smoothed !== undefined) smoothed[row] = smoothSum / n;
    minimum[row] = n === 0 ? Number.NaN : low;
    maximum[row] = n === 0 ? Number.NaN : high;
  }
  const part: Buckets = {
    form: 'buckets',
    superseded: false,
    x: places,
    lastX: places,
    minimum,
    maximum,
    first: mean,
    last: mean,
    count,
    smoothed,
    marks: allMarks(parts),
  };
  const extents = members.flatMap(({ extent }) => (extent === undefined ? [] : [extent]));
  return {
    id: name,
    label: `${name} (mean of ${members.length})`,
    colour,
    style: 'mean',
    parts: [part],
    extent: [Math.min(...extents.map(([from]) => from)), Math.max(...extents.map(([, to]) => to))],
    points: members.reduce((sum, { points }) => sum + points, 0),
    restarts: [],
  };
}

function allMarks(parts: readonly (Points | Buckets)[]): Points['marks'] {
  const rows = parts.flatMap(({ marks }) =>
    Array.from(marks.x, (x, i) => ({ x, count: marks.count[i]!, kind: marks.kind[i]! })),
  );
  rows.sort((a, b) => a.x - b.x);
  return {
    x: Float64Array.from(rows, ({ x }) => x),
    count: Uint32Array.from(rows, ({ count }) => count),
    kind: Uint8Array.from(rows, ({ kind }) => kind),
  };
}
