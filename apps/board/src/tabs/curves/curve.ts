import { type Buckets, markKinds, type Points, type Restart, type Series } from '../../api/contract.ts';

/** One line of a chart. */
export interface Curve {
  /** Another one for each curve of a chart: the id of its run, or the name of its group of seeds. */
  readonly id: string;
  readonly label: string;
  readonly colour: string;
  /**
   * `line`: the extremes of a pixel column belong to one run. `mean`: they are those of several runs around their mean.
   * `margin`: they are two other scalars, around the one that is drawn.
   */
  readonly style: 'line' | 'mean' | 'margin';
  readonly parts: readonly (Points | Buckets)[];
  readonly extent: readonly [number, number] | undefined;
  readonly points: number;
  readonly restarts: readonly Restart[];
}

/** What a curve says at the crosshair. */
export interface Reading {
  readonly curve: Curve;
  readonly x: number;
  /** Smallest and largest finite value at that place; the same for a single point. NaN where there is none. */
  readonly low: number;
  readonly high: number;
  /** The mean over seeds, the value within its margin, or the smoothed value. */
  readonly middle: number | undefined;
  /** Values there that are not finite: `NaN`, `Infinity ×3`. */
  readonly marks: string;
  /** Points that the place stands for. */
  readonly count: number;
}

/** What was fetched for a run, as a line. */
export function curveOf(series: Series, run: { readonly id: string; readonly name: string }, colour: string): Curve {
  const { parts, extent, points, restarts } = series;
  return {
    id: run.id,
    label: run.name,
    colour,
    style: 'line',
    parts,
    extent: extent ?? undefined,
    points,
    restarts,
  };
}

/** The last place in a sorted column whose value is at most `x`; -1 where all are greater. */
export function lastAtMost(column: Float64Array, x: number): number {
  let low = -1;
  let high = column.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (column[middle]! <= x) low = middle;
    else high = middle - 1;
  }
  return low;
}

function nearestRow({ x }: Points | Buckets, at: number, endOf: (row: number) => number): number {
  const before = lastAtMost(x, at);
  if (before < 0) return 0;
  if (before + 1 >= x.length) return before;
  return at - endOf(before) <= x[before + 1]! - at ? before : before + 1;
}

/** What a curve says at the point or pixel column nearest to `at`; undefined where it has none. */
export function readingAt(curve: Curve, at: number, tolerance: number): Reading | undefined {
  const part = curve.parts.find(({ superseded, x }) => !superseded && x.length > 0);
  if (part === undefined) return undefined;
  const endOf = (row: number): number => (part.form === 'buckets' ? part.lastX[row]! : part.x[row]!);
  const row = nearestRow(part, at, endOf);
  const from = part.x[row]!;
  const to = endOf(row);
  const isBand = curve.style !== 'line';
  const smoothed = part.smoothed?.[row];
  const common = { curve, x: to, marks: marksAt(part, from - tolerance, to + tolerance) };
  if (part.form === 'points') {
    const value = part.value[row]!;
    const finite = Number.isFinite(value) ? value : Number.NaN;
    return { ...common, low: finite, high: finite, middle: smoothed, count: 1 };
  }
  const middle = isBand ? (smoothed ?? part.first[row]!) : smoothed;
  return { ...common, low: part.minimum[row]!, high: part.maximum[row]!, middle, count: part.count[row]! };
}

function marksAt({ marks }: Points | Buckets, from: number, to: number): string {
  const counts = new Map<string, number>();
  for (let i = lastAtMost(marks.x, from - Number.EPSILON * Math.abs(from)) + 1; i < marks.x.length; i++) {
    if (marks.x[i]! > to) break;
    const kind = markKinds[marks.kind[i] ?? 0] ?? 'NaN';
    counts.set(kind, (counts.get(kind) ?? 0) + marks.count[i]!);
  }
  const words = { NaN: 'NaN', Infinity: '∞', '-Infinity': '−∞' } as const;
  return [...counts].map(([kind, n]) => `${words[kind as keyof typeof words]}${n > 1 ? ` ×${n}` : ''}`).join(', ');
}
