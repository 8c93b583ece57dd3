import type { JsonNumber, LayersAnswer } from '../api.ts';
import { type BoardIndex, runOf } from '../board-index/index.ts';
import { toJsonNumber } from './payloads.ts';

/** One measure of every layer of a run as a matrix of layer by step. Throws NotFound. */
export function answerLayers(index: BoardIndex, id: string, measure: string, columns: number): LayersAnswer {
  const run = runOf(index, id);
  const tags = run.scalarTagsAsWritten;
  const groups = new Map<string, number>();
  for (const tag of tags) {
    const group = firstSegment(tag);
    if (group !== undefined) groups.set(group, (groups.get(group) ?? 0) + 1);
  }
  const measures = [...groups].flatMap(([group, count]) => (count > 1 ? [group] : [])).sort();
  const own = tags.filter((tag) => firstSegment(tag) === measure);
  const points = own.map((tag) => lastByStep(run.scalars(tag)));
  const steps = [...new Set(points.flatMap((series) => [...series.keys()]))].sort((a, b) => a - b);
  const stride = Math.max(1, Math.ceil(steps.length / columns));
  const starts = steps.filter((_, i) => i % stride === 0);
  const extremes = (choose: (a: number, b: number) => number) =>
    points.map((series) =>
      starts.map((_, column): JsonNumber | null => {
        const values = steps.slice(column * stride, (column + 1) * stride).flatMap((step) => series.get(step) ?? []);
        return values.length === 0 ? null : toJsonNumber(values.reduce(choose));
      }),
    );
  const layers = own.map((tag) => tag.slice(measure.length + 1));
  // With a NaN either extreme is NaN.
  return { measures, measure, layers, steps: starts, minimum: extremes(Math.min), maximum: extremes(Math.max) };
}

function firstSegment(tag: string): string | undefined {
  const slash = tag.indexOf('/');
  return slash > 0 ? tag.slice(0, slash) : undefined;
}

/** What was written last for each step: a restart replaces what it writes again. */
function lastByStep(columns: ReturnType<ReturnType<typeof runOf>['scalars']>): Map<number, number> {
  const values = new Map<number, number>();
  for (const column of columns) {
    column.visitBlocks(0, column.length, (block, from, to) => {
      for (let i = from; i < to; i++) values.set(block.step(i), block.values[i]!);
    });
  }
  return values;
}
