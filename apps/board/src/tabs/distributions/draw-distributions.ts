import { axisOver, type DistributionsAnswer, mappedColor, ticksOf, type ValueAxis } from '../../api/contract.ts';
import type { Size } from '../../shell/use-size.ts';
import type { Inks } from '../shared/inks.ts';
import { rasterOf } from '../shared/palette.ts';
import { drawStepTicks, stepAxis } from '../shared/step-axis.ts';
import type { HistogramGrid } from './histogram-grid.ts';

const foot = 20;
const left = 52;
const gap = 10;
const mostRidges = 24;

/** The plane of steps by values that heat maps and bands share. */
function planeOf(size: Size, steps: readonly number[], aside: number) {
  const axis = stepAxis(steps, left, Math.max(20, size.width - left - aside - 8));
  return { axis, top: 4, height: size.height - foot - 8 };
}

/** Width of the histogram at the chosen step, which stands beside a heat map. */
const asideOf = ({ width }: Size): number => Math.round(Math.min(150, width * 0.22));

/** The step at a point of {@link drawHeat}. */
export function stepOfHeat(size: Size, steps: readonly number[], x: number): number {
  return planeOf(size, steps, asideOf(size) + gap).axis.placeOf(x);
}

function drawValueTicks(
  context: CanvasRenderingContext2D,
  ink: Inks,
  values: ValueAxis,
  { top, height, from, to }: { top: number; height: number; from: number; to: number },
): void {
  context.textAlign = 'right';
  context.lineWidth = 1;
  for (const { value, label } of ticksOf(values, Math.max(3, Math.floor(height / 36)))) {
    const y = top + (1 - values.shareOf(value)) * height;
    context.fillStyle = ink.quiet;
    context.fillText(label, left - 7, Math.min(Math.max(y, top + 5), top + height - 4));
    context.fillStyle = ink.line;
    context.fillRect(from, Math.round(y), to - from, 1);
  }
  context.textAlign = 'start';
}

/** A heat map: steps along x, values along y, shares as colours; and the histogram at the chosen step, sideways. */
export function drawHeat(
  context: CanvasRenderingContext2D,
  size: Size,
  ink: Inks,
  { steps, axis: values, shares, most }: HistogramGrid,
  chosen: number,
): void {
  if (values === undefined || most === 0) return;
  const aside = asideOf(size);
  const { axis, top, height } = planeOf(size, steps, aside + gap);
  const columns = Math.max(1, Math.round(axis.width));
  const bins = shares[0]!.length;
  const cells = new Float64Array(columns * bins);
  for (let x = 0; x < columns; x++) {
    const row = shares[axis.placeOf(axis.left + x + 0.5)]!;
    // The square root, so that tails are seen beside a peak.
    for (let bin = 0; bin < bins; bin++) {
      const share = row[bin]!;
      cells[(bins - 1 - bin) * columns + x] = share === 0 ? Number.NaN : Math.sqrt(share / most);
    }
  }
  const right = axis.left + axis.width;
  drawValueTicks(context, ink, values, { top, height, from: axis.left, to: size.width - 8 });
  context.imageSmoothingEnabled = false;
  context.drawImage(rasterOf(cells, columns, 'viridis'), axis.left, top, axis.width, height);
  drawStepTicks(context, axis, steps, top + height + foot / 2 + 2, ink);
  const own = shares[chosen]!;
  const widest = Math.max(...own);
  context.fillStyle = ink.accent;
  for (let bin = 0; bin < bins; bin++) {
    const length = (own[bin]! / widest) * aside;
    const y = top + (1 - (bin + 1) / bins) * height;
    if (length > 0) context.fillRect(right + gap, y, Math.max(0.5, length), height / bins + 0.3);
  }
  drawMarker(context, ink, axis.x(steps[chosen] ?? 0), top, height);
}

function drawMarker(context: CanvasRenderingContext2D, ink: Inks, x: number, top: number, height: number): void {
  context.fillStyle = ink.text;
  context.beginPath();
  context.moveTo(x - 4, top + height + 6);
  context.lineTo(x + 4, top + height + 6);
  context.lineTo(x, top + height);
  context.fill();
}

/** Opacities of the bands between the quantiles, from the outermost. */
const opacities = [0.14, 0.2, 0.3, 0.42];

/** Bands between quantiles that lie opposite, and the median as a line. */
export function drawBands(
  context: CanvasRenderingContext2D,
  size: Size,
  ink: Inks,
  { entries, quantiles }: DistributionsAnswer,
  chosen: number,
  range: readonly [number, number] | undefined,
): void {
  const steps = entries.map(({ step }) => step);
  const values = axisOver(range === undefined ? entries.map(({ values: own }) => own ?? []) : [range], {
    scale: 'linear',
  });
  if (values === undefined) return;
  const { axis, top, height } = planeOf(size, steps, 0);
  drawValueTicks(context, ink, values, { top, height, from: axis.left, to: axis.left + axis.width });
  const x = (place: number): number => axis.x(steps[place]!);
  const y = (value: number): number => top + (1 - values.shareOf(value)) * height;
  const middle = (quantiles.length - 1) / 2;
  // Where a histogram is empty or not finite the bands break.
  for (const [from, to] of stretchesOf(entries.map((entry) => entry.values !== null))) {
    const places = Array.from({ length: to - from }, (_, i) => from + i);
    const last = to - from === 1 ? x(from) + Math.max(2, axis.width / Math.max(1, steps.length)) : undefined;
    const line = (quantile: number): [number, number][] => {
      const points = places.map((place): [number, number] => [x(place), y(entries[place]!.values![quantile]!)]);
      return last === undefined ? points : [...points, [last, points[0]![1]]];
    };
    for (let band = 0; band < middle; band++) {
      context.beginPath();
      for (const point of line(band)) context.lineTo(...point);
      for (const point of line(quantiles.length - 1 - band).reverse()) context.lineTo(...point);
      context.globalAlpha = opacities[Math.min(band, opacities.length - 1)]!;
      context.fillStyle = ink.accent;
      context.fill();
    }
    context.globalAlpha = 1;
    context.beginPath();
    for (const point of line(middle)) context.lineTo(...point);
    context.strokeStyle = ink.accent;
    context.lineWidth = 1.5;
    context.stroke();
  }
  drawStepTicks(context, axis, steps, top + height + foot / 2 + 2, ink);
  drawMarker(context, ink, x(chosen), top, height);
}

/** From where to where (not included) all are true. */
function stretchesOf(flags: readonly boolean[]): [from: number, to: number][] {
  const found: [number, number][] = [];
  flags.forEach((flag, i) => {
    if (!flag) return;
    const current = found.at(-1);
    if (current !== undefined && current[1] === i) current[1] = i + 1;
    else found.push([i, i + 1]);
  });
  return found;
}

/** Histograms behind each other, the last step in front; the chosen one is filled with the accent. */
export function drawRidges(
  context: CanvasRenderingContext2D,
  size: Size,
  ink: Inks,
  { steps, axis: values, shares, most }: HistogramGrid,
  chosen: number,
): void {
  if (values === undefined || most === 0) return;
  const side = 14;
  const width = size.width - 2 * side - 56;
  const bottom = size.height - foot - 6;
  const tall = Math.min(70, bottom * 0.4);
  const count = Math.min(mostRidges, steps.length);
  const shown = Array.from({ length: count }, (_, i) =>
    count === 1 ? 0 : Math.round((i * (steps.length - 1)) / (count - 1)),
  );
  const nearest = shown.reduce((best, place) => (Math.abs(place - chosen) < Math.abs(best - chosen) ? place : best), 0);
  shown.forEach((place, i) => {
    const base = count === 1 ? bottom : tall + (i / (count - 1)) * (bottom - tall);
    const row = shares[place]!;
    context.beginPath();
    context.moveTo(side, base);
    row.forEach((share, bin) => {
      const x = side + ((bin + 0.5) / row.length) * width;
      context.lineTo(x, base - (share / most) * tall);
    });
    context.lineTo(side + width, base);
    const isChosen = place === nearest;
    context.globalAlpha = isChosen ? 0.95 : 0.78;
    context.fillStyle = isChosen ? ink.accent : mappedColor('viridis', 0.12 + (0.68 * i) / Math.max(1, count - 1));
    context.fill();
    context.globalAlpha = 1;
    context.lineWidth = isChosen ? 1.5 : 0.75;
    context.strokeStyle = isChosen ? ink.text : ink.paper;
    context.stroke();
    if (isChosen || i === 0 || i === count - 1) {
      context.fillStyle = isChosen ? ink.text : ink.quiet;
      if (isChosen || Math.abs(i - shown.indexOf(nearest)) * ((bottom - tall) / Math.max(1, count - 1)) > 12) {
        context.fillText(String(steps[place]), side + width + 8, base - 4);
      }
    }
  });
  context.fillStyle = ink.quiet;
  for (const { value, label } of ticksOf(values, Math.max(2, Math.floor(width / 70)))) {
    context.textAlign = 'center';
    const half = context.measureText(label).width / 2;
    const x = side + values.shareOf(value) * width;
    context.fillText(label, Math.min(Math.max(x, side + half), side + width - half), bottom + foot / 2 + 4);
  }
  context.textAlign = 'start';
}
