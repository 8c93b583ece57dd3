import type { Axis } from './axis.ts';

/** Points in the order in which they were recorded. */
export interface Points {
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
}

/** Why points have no place on an axis of values; `notPositive` is 0 or less on a logarithmic one. */
export type MarkKind = 'nan' | 'infinity' | 'negativeInfinity' | 'notPositive';

/** Points of one kind that have no place, in one column of a picture. */
export interface Mark {
  readonly kind: MarkKind;
  readonly column: number;
  /** How many they are. */
  readonly count: number;
  /** x of the first of them. */
  readonly x: number;
}

/** A curve reduced to what can be seen in so many columns. */
export interface Trace {
  /**
   * Indices of the points to join, in order; -1 where the line breaks. Of the points that follow each other in one column
   * these are the first, the least, the most and the last, so that the picture is that of all points.
   */
  readonly path: readonly number[];
  /** Whether points were left out. */
  readonly isReduced: boolean;
  /** Mean share of the axis of values over those points in each column, in order; a column comes twice where x goes back. */
  readonly means: readonly { readonly column: number; readonly share: number }[];
  readonly marks: readonly Mark[];
}

/** Reduces points to what can be seen of them in so many columns. Points without a place along x are left out. */
export function traceOf({ x, y }: Points, xAxis: Axis, yAxis: Axis, columns: number): Trace {
  const path: number[] = [];
  const means: { column: number; share: number }[] = [];
  const marks = new Map<number, { -readonly [Field in keyof Mark]: Mark[Field] }>();
  const count = Math.min(x.length, y.length);
  let column = -1;
  let [first, least, most, last] = [-1, -1, -1, -1];
  let [sum, summed] = [0, 0];
  let [drawn, finite] = [0, 0];
  let breaks = false;
  const finishColumn = () => {
    if (first >= 0) {
      const [earlier, later] = least < most ? [least, most] : [most, least];
      path.push(first);
      if (earlier !== first) path.push(earlier);
      if (later !== earlier && later !== first) path.push(later);
      if (last !== later && last !== earlier && last !== first) path.push(last);
      drawn += new Set([first, earlier, later, last]).size;
      means.push({ column, share: sum / summed });
    }
    if (breaks && path.length > 0 && path.at(-1) !== -1) path.push(-1);
    first = -1;
    sum = 0;
    summed = 0;
    breaks = false;
  };
  for (let i = 0; i < count; i++) {
    const place = xAxis.shareOf(x[i]!);
    if (!(place >= 0 && place <= 1)) continue;
    const own = Math.min(columns - 1, Math.floor(place * columns));
    if (own !== column) {
      finishColumn();
      column = own;
    }
    const value = y[i]!;
    const share = yAxis.shareOf(value);
    if (!Number.isFinite(share)) {
      breaks = true;
      const kind = kindOf(value);
      const key = own * markKinds.length + markKinds.indexOf(kind);
      const mark = marks.get(key);
      if (mark === undefined) marks.set(key, { kind, column: own, count: 1, x: x[i]! });
      else mark.count++;
      continue;
    }
    finite++;
    sum += share;
    summed++;
    if (first < 0) {
      first = i;
      least = i;
      most = i;
    } else if (value < y[least]!) least = i;
    else if (value > y[most]!) most = i;
    last = i;
  }
  finishColumn();
  if (path.at(-1) === -1) path.pop();
  return { path, isReduced: drawn < finite, means, marks: [...marks.values()] };
}

function kindOf(value: number): MarkKind {
  if (Number.isNaN(value)) return 'nan';
  if (value === Number.POSITIVE_INFINITY) return 'infinity';
  return value === Number.NEGATIVE_INFINITY ? 'negativeInfinity' : 'notPositive';
}

/** Marks of all columns in words: `3 NaN, 1 ∞`; empty where there is none. */
export function describeMarks(marks: readonly Mark[]): string {
  return markKinds
    .flatMap((kind) => {
      const count = marks.reduce((total, mark) => total + (mark.kind === kind ? mark.count : 0), 0);
      return count === 0 ? [] : [`${count} ${markWords[kind]}`];
    })
    .join(', ');
}

/** What a value is called that has no place. */
export const markWords: Readonly<Record<MarkKind, string>> = {
  nan: 'NaN',
  infinity: '∞',
  negativeInfinity: '−∞',
  notPositive: '0 or less',
};

const markKinds = Object.keys(markWords) as readonly MarkKind[];
