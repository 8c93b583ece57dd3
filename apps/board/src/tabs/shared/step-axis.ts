import { axisOver, ticksOf } from '../../api/contract.ts';
import { groupedNumber } from '../../lib/numbers-as-text.ts';
import type { Inks } from './inks.ts';

/** Steps along x, each from its own place to that of the next: what was seen at a step holds until then. */
export interface StepAxis {
  readonly left: number;
  readonly width: number;
  /** Where a step begins. */
  x(step: number): number;
  /** Place of the step that holds at a pixel. */
  placeOf(x: number): number;
}

/** An axis of rising steps. The last step is as wide as the others on average. */
export function stepAxis(steps: readonly number[], left: number, width: number): StepAxis {
  const first = steps[0] ?? 0;
  const last = steps.at(-1) ?? 0;
  const gap = steps.length > 1 ? (last - first) / (steps.length - 1) : 1;
  const range = last + gap - first;
  return {
    left,
    width,
    x: (step) => left + ((step - first) / range) * width,
    placeOf(x) {
      const step = first + ((x - left) / width) * range;
      let [low, high] = [0, steps.length - 1];
      while (low < high) {
        const middle = (low + high + 1) >> 1;
        if (steps[middle]! <= step) low = middle;
        else high = middle - 1;
      }
      return low;
    },
  };
}

/** Writes round steps under an axis. */
export function drawStepTicks(
  context: CanvasRenderingContext2D,
  axis: StepAxis,
  steps: readonly number[],
  y: number,
  ink: Inks,
): void {
  const values = axisOver([[steps[0] ?? 0, steps.at(-1) ?? 0]], { scale: 'linear' });
  if (values === undefined) return;
  context.fillStyle = ink.quiet;
  for (const { value } of ticksOf(values, Math.max(2, Math.floor(axis.width / 90)))) {
    const x = axis.x(value);
    const text = groupedNumber(value);
    const half = context.measureText(text).width / 2;
    context.textAlign = 'center';
    context.fillText(text, Math.min(Math.max(x, axis.left + half), axis.left + axis.width - half), y);
  }
  context.textAlign = 'start';
}
