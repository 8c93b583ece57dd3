import type { ScalarsRequest } from '../api.ts';
import type { Buckets, Points, Series } from '../scalars-format.ts';
import type { AxisReader } from './axis-reader.ts';
import { BucketCollector, PointCollector } from './collectors.ts';
import { PartWalk, type Scale } from './part-walk.ts';
import { type Piece, partsOf } from './parts.ts';
import type { ScalarColumn } from './scalar-column.ts';

/** One tag of one run, as a chart asks for it. */
export interface SeriesSource {
  /** The tag in each file of the run, in the order of the files' names. */
  readonly columns: readonly ScalarColumn[];
  /** Undefined where the run has no such axis. */
  readonly axis: AxisReader | undefined;
}

type View = Pick<ScalarsRequest, 'range' | 'columns' | 'logarithmicX' | 'smoothing'>;

/** Up to so many points a pixel column, all are sent. */
const pointsPerColumn = 4;

/** What is drawn of a series. */
export type DrawnSeries = Omit<Series, 'version'>;

/**
 * What a chart shows of some series; undefined in place of a source that is not there. Without a range the columns divide
 * the extent of all of them together. Null for those whose index is not `wanted`; their extent counts all the same.
 */
export function drawSeries(
  sources: readonly (SeriesSource | undefined)[],
  view: View,
  wanted: (index: number) => boolean = () => true,
): (DrawnSeries | null)[] {
  const extents = sources.map((source) => source && extentOf(source));
  const range = view.range ?? unionOf(extents) ?? [0, 0];
  const from = view.logarithmicX ? Math.max(range[0], leastPositive(sources, range)) : range[0];
  const scale: Scale = { from, to: range[1], columns: view.columns, logarithmic: view.logarithmicX ?? false };
  return sources.map((source, index) => {
    if (!wanted(index)) return null;
    const columns = source?.columns ?? [];
    const { current, superseded, restarts, unordered } = partsOf(columns);
    const axis = source?.axis;
    const about = {
      found: source !== undefined,
      points: columns.reduce((sum, { length }) => sum + length, 0),
      extent: extents[index] ?? null,
      noEpochs: source !== undefined && axis === undefined,
      unordered,
    };
    if (axis === undefined) return { ...about, restarts: [], parts: [] };
    return {
      ...about,
      restarts: restarts.map((restart) => ({
        x: xOfRestart(columns, axis, restart.wallTime, restart.step),
        ...restart,
      })),
      parts: [
        ...(current.length === 0 ? [] : [drawPart(current, axis, scale, view.smoothing ?? 0, false)]),
        ...superseded.map((piece) => drawPart([piece], axis, scale, view.smoothing ?? 0, true)),
      ],
    };
  });
}

function columnOfX({ from, to, columns, logarithmic }: Scale): (x: number) => number {
  const place = logarithmic ? Math.log : (x: number) => x;
  const begin = place(from);
  const width = place(to) - begin;
  if (!(width > 0)) return () => 0;
  return (x) => Math.min(columns - 1, Math.max(0, Math.floor(((place(x) - begin) / width) * columns)));
}

function drawPart(
  pieces: readonly Piece[],
  axis: AxisReader,
  scale: Scale,
  smoothing: number,
  superseded: boolean,
): Points | Buckets {
  const { from, to, columns } = scale;
  const few = countInRange(pieces, axis, from, to) <= pointsPerColumn * columns;
  const collector = few ? new PointCollector() : new BucketCollector(columns, columnOfX(scale));
  const part = new PartWalk(axis, scale, collector);
  if (smoothing > 0) part.walkSmoothed(pieces, smoothing);
  else part.walk(pieces);
  return collector.finish(superseded, smoothing > 0);
}

function countInRange(pieces: readonly Piece[], axis: AxisReader, from: number, to: number): number {
  let count = 0;
  for (const { column, begin, end } of pieces) {
    column.visitBlocks(begin, end, (block, first, last) => {
      const least = axis.least(block);
      const most = axis.most(block);
      if (most < from || least > to) return;
      if (least >= from && most <= to) count += last - first;
      else {
        for (let i = first; i < last; i++) {
          const x = axis.at(block, i);
          if (x >= from && x <= to) count++;
        }
      }
    });
  }
  return count;
}

type Extent = readonly [from: number, to: number];

function extentOf({ columns, axis }: SeriesSource): Extent | undefined {
  if (axis === undefined) return undefined;
  return unionOf(columns.flatMap(({ blocks }) => blocks.map((block): Extent => [axis.least(block), axis.most(block)])));
}

function unionOf(extents: readonly (Extent | undefined)[]): Extent | undefined {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const extent of extents) {
    if (extent === undefined) continue;
    if (extent[0] < from) from = extent[0];
    if (extent[1] > to) to = extent[1];
  }
  return from <= to ? [from, to] : undefined;
}

/** Where a logarithmic axis can begin; the end of the range where it has nothing above zero. */
function leastPositive(sources: readonly (SeriesSource | undefined)[], [from, to]: Extent): number {
  if (from > 0) return from;
  let least = to;
  for (const source of sources) {
    const axis = source?.axis;
    if (axis === undefined) continue;
    for (const block of source!.columns.flatMap(({ blocks }) => blocks)) {
      if (axis.most(block) <= 0 || axis.least(block) >= least) continue;
      for (let i = 0; i < block.length; i++) {
        const x = axis.at(block, i);
        if (x > 0 && x < least) least = x;
      }
    }
  }
  return least;
}

/** x of the point that a restart began with. */
function xOfRestart(columns: readonly ScalarColumn[], axis: AxisReader, wallTime: number, step: number): number {
  for (const { blocks } of columns) {
    for (const block of blocks) {
      if (
        step < block.leastStep ||
        step > block.mostStep ||
        wallTime < block.leastWallTime ||
        wallTime > block.mostWallTime
      ) {
        continue;
      }
      for (let i = 0; i < block.length; i++) {
        if (block.step(i) === step && block.wallTime(i) === wallTime) return axis.at(block, i);
      }
    }
  }
  return step;
}
