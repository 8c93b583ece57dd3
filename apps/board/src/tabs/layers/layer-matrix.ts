import { axisOver, type LayersAnswer, type ValueAxis } from '../../api/contract.ts';
import { numberOf } from '../../lib/json-number.ts';
import { sizeAxis } from '../../lib/size-axis.ts';
import { oddCell } from '../shared/palette.ts';
import type { Measure } from './measures.ts';

/** More rows cannot be told apart. */
export const mostRows = 400;

/** One value of a layer in a column of steps: extremes where it had several. Undefined where it had none yet. */
export interface LayerValue {
  readonly least: number;
  readonly most: number;
}

/** A measure of every layer over steps, each value held until the next. */
export interface LayerMatrix {
  readonly layers: readonly string[];
  readonly steps: readonly number[];
  /** By layer, by column. */
  readonly values: readonly (readonly (LayerValue | undefined)[])[];
  /** What colours stand for; undefined where nothing is finite. */
  readonly axis: ValueAxis | undefined;
  readonly notFinite: number;
}

/** Reads an answer; what is zero does not keep the others from a logarithmic axis. */
export function matrixOf(answer: LayersAnswer, { range }: Measure): LayerMatrix {
  let notFinite = 0;
  const finite: number[] = [];
  const layers = answer.layers.slice(0, mostRows);
  const values = layers.map((_, row) => {
    let held: LayerValue | undefined;
    return answer.steps.map((_, column) => {
      const least = answer.minimum[row]?.[column] ?? null;
      const most = answer.maximum[row]?.[column] ?? null;
      if (least === null || most === null) return held;
      held = { least: numberOf(least), most: numberOf(most) };
      if (!Number.isFinite(held.least) || !Number.isFinite(held.most)) notFinite++;
      if (Number.isFinite(held.most)) finite.push(held.most);
      return held;
    });
  });
  return {
    layers,
    steps: answer.steps,
    values,
    axis: range === undefined ? sizeAxis(finite) : axisOver([range], { scale: 'linear' }),
    notFinite,
  };
}

/** Where a value lies on the colours: its largest part counts, and what is not finite above all. */
export function shareOf({ axis }: LayerMatrix, value: LayerValue | undefined): number {
  if (value === undefined) return Number.NaN;
  if (!Number.isFinite(value.least) || !Number.isFinite(value.most) || axis === undefined) return oddCell;
  const share = axis.shareOf(value.most);
  return Number.isNaN(share) ? 0 : Math.min(1, Math.max(0, share));
}
