import type { Restart } from '../api.ts';
import { mostRestarts, type ScalarColumn } from './scalar-column.ts';

/** Points of one column that lie one after the other. */
export interface Piece {
  readonly column: ScalarColumn;
  readonly begin: number;
  readonly end: number;
}

/** A tag's points, told apart where the run was restarted. */
export interface Parts {
  /** What counts: of each stretch the steps before those at which a later stretch begins. */
  readonly current: readonly Piece[];
  /** What was written again later, stretch by stretch. */
  readonly superseded: readonly Piece[];
  readonly restarts: readonly Omit<Restart, 'x'>[];
  /** Steps go back more than 64 times: these are no restarts, all points are current. */
  readonly unordered: boolean;
}

/**
 * Tells a tag's points apart where steps go back, as they do when a run is started again from a checkpoint: earlier points
 * from that step on are superseded, which TensorBoard drops and we keep. Points of equal steps are no restart.
 *
 * @param columns the tag in each file of its run, in the order of the files' names
 */
export function partsOf(columns: readonly ScalarColumn[]): Parts {
  const stretches = columns.flatMap(stretchesOf);
  const restarts: Omit<Restart, 'x'>[] = [];
  for (let i = 1; i < stretches.length; i++) {
    const { column, begin } = stretches[i]!;
    const before = stretches[i - 1]!;
    const step = beginOf(stretches[i]!);
    const previousStep = before.column.step(before.end - 1);
    if (step <= previousStep) restarts.push({ step, previousStep, wallTime: column.wallTime(begin) });
  }
  if (restarts.length > mostRestarts || columns.some(({ backwardSteps }) => backwardSteps.length > mostRestarts)) {
    const current = columns.map((column) => ({ column, begin: 0, end: column.length }));
    return { current, superseded: [], restarts: [], unordered: true };
  }
  const current: Piece[] = [];
  const superseded: Piece[] = [];
  let limit = Number.POSITIVE_INFINITY;
  for (const { column, begin, end } of stretches.reverse()) {
    const cut = firstFrom(column, begin, end, limit);
    if (cut > begin) current.push({ column, begin, end: cut });
    if (cut < end) superseded.push({ column, begin: cut, end });
    limit = Math.min(limit, beginOf({ column, begin, end }));
  }
  return { current: current.reverse(), superseded: superseded.reverse(), restarts, unordered: false };
}

/** The longest pieces in which no step is lower than the one before. */
function stretchesOf(column: ScalarColumn): Piece[] {
  const borders = [0, ...column.backwardSteps, column.length];
  return borders
    .slice(1)
    .map((end, index) => ({ column, begin: borders[index]!, end }))
    .filter(({ begin, end }) => end > begin);
}

/** Step from which on a stretch counts, where a file says that it begins before its first point. */
function beginOf({ column, begin }: Piece): number {
  return begin === 0 ? Math.min(column.startStep, column.step(0)) : column.step(begin);
}

/** Index of the first point from `begin` on whose step is `limit` or more, `end` where there is none; steps must not go back. */
function firstFrom(column: ScalarColumn, begin: number, end: number, limit: number): number {
  let low = begin;
  let high = end;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (column.step(middle) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
