import type { JsonNumber, LayersAnswer } from '../api.ts';
import { type BoardIndex, runOf } from '../board-index/index.ts';
import { type Piece, partsOf } from '../series/index.ts';
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
  const layers = own.map((tag) => tag.slice(measure.length + 1));
  const curves = own.map((tag) => partsOf(run.scalars(tag)).current);
  return { measures, measure, layers, ...matrixOf(curves, columns) };
}

function firstSegment(tag: string): string | undefined {
  const slash = tag.indexOf('/');
  return slash > 0 ? tag.slice(0, slash) : undefined;
}

/** Extremes of curves by columns of equal width; columns in which none has a point are left out. */
function matrixOf(
  curves: readonly (readonly Piece[])[],
  columns: number,
): Pick<LayersAnswer, 'steps' | 'minimum' | 'maximum'> {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { column } of curves.flat()) {
    for (const { leastStep, mostStep } of column.blocks) {
      from = Math.min(from, leastStep);
      to = Math.max(to, mostStep);
    }
  }
  const firstSteps = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
  const scale = to > from ? columns / (to - from) : 0;
  const rows = curves.map((pieces) => {
    const minimum = new Float64Array(columns).fill(Number.POSITIVE_INFINITY);
    const maximum = new Float64Array(columns).fill(Number.NEGATIVE_INFINITY);
    const seen = new Uint8Array(columns);
    for (const { column, begin, end } of pieces) {
      column.visitBlocks(begin, end, (block, first, last) => {
        for (let i = first; i < last; i++) {
          const step = block.step(i);
          const value = block.values[i]!;
          const place = Math.min(columns - 1, Math.floor((step - from) * scale));
          seen[place] = 1;
          // A NaN stays, whatever follows.
          minimum[place] = Math.min(minimum[place]!, value);
          maximum[place] = Math.max(maximum[place]!, value);
          if (step < firstSteps[place]!) firstSteps[place] = step;
        }
      });
    }
    return { minimum, maximum, seen };
  });
  const kept = [...firstSteps.keys()].filter((place) => firstSteps[place]! < Number.POSITIVE_INFINITY);
  const cells = (which: 'minimum' | 'maximum') =>
    rows.map((row) =>
      kept.map((place): JsonNumber | null => (row.seen[place] ? toJsonNumber(row[which][place]!) : null)),
    );
  return { steps: kept.map((place) => firstSteps[place]!), minimum: cells('minimum'), maximum: cells('maximum') };
}
