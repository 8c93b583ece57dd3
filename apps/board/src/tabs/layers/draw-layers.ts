import { shortNumber } from '../../lib/numbers-as-text.ts';
import type { Size } from '../../shell/use-size.ts';
import { type Inks, oddInk } from '../shared/inks.ts';
import { oddCell, paletteOf, rasterOf } from '../shared/palette.ts';
import { drawStepTicks, type StepAxis, stepAxis } from '../shared/step-axis.ts';
import { type LayerMatrix, type LayerValue, shareOf } from './layer-matrix.ts';

/** Place of a layer and of a column of steps. */
export interface Cell {
  readonly row: number;
  readonly column: number;
}

const axisHeight = 22;
const gap = 14;
const roomForText = 62;
const smallestText = 11;

/** Height of a row and of the whole drawing. */
export function heightsOf(rows: number): { readonly row: number; readonly all: number } {
  const row = Math.max(3, Math.min(24, Math.floor(440 / Math.max(1, rows))));
  return { row, all: rows * row + axisHeight };
}

interface Layout {
  readonly axis: StepAxis;
  readonly row: number;
  /** Where bars begin, and the length of the longest. */
  readonly bars: { readonly left: number; readonly width: number };
}

function layoutOf({ layers, steps }: LayerMatrix, { width }: Size): Layout {
  const longest = layers.reduce((most, name) => Math.max(most, name.length), 0);
  const left = Math.round(Math.min(longest * 7 + 16, width * 0.28, 200));
  const bars = Math.round(Math.max(36, Math.min(220, width * 0.2)));
  const right = bars + roomForText + gap;
  return {
    axis: stepAxis(steps, left, Math.max(20, width - left - right)),
    row: heightsOf(layers.length).row,
    bars: { left: width - bars - roomForText, width: bars },
  };
}

/** The cell under a point; undefined beside them. */
export function cellAt(matrix: LayerMatrix, size: Size, x: number, y: number): Cell | undefined {
  const { axis, row } = layoutOf(matrix, size);
  const place = Math.floor(y / row);
  if (x < axis.left || x > axis.left + axis.width || place < 0 || place >= matrix.layers.length) return undefined;
  return { row: place, column: axis.placeOf(x) };
}

/** Draws layers from the first on top, over steps; beside them the values at the chosen step, by depth. */
export function drawLayers(
  context: CanvasRenderingContext2D,
  size: Size,
  ink: Inks,
  matrix: LayerMatrix,
  { cell, chosen }: { readonly cell: Cell | undefined; readonly chosen: number },
): void {
  const layout = layoutOf(matrix, size);
  const { axis, row } = layout;
  const rows = matrix.layers.length;
  const columns = Math.max(1, Math.round(axis.width));
  const shares = new Float64Array(columns * rows);
  for (let x = 0; x < columns; x++) {
    const column = axis.placeOf(axis.left + x + 0.5);
    for (let y = 0; y < rows; y++) shares[y * columns + x] = shareOf(matrix, matrix.values[y]?.[column]);
  }
  context.imageSmoothingEnabled = false;
  context.drawImage(rasterOf(shares, columns, 'viridis'), axis.left, 0, axis.width, rows * row);
  if (row >= 8) {
    context.fillStyle = ink.paper;
    for (let y = 1; y < rows; y++) context.fillRect(axis.left, y * row - 1, axis.width, 1);
  }
  drawNames(context, ink, matrix.layers, layout);
  drawStepTicks(context, axis, matrix.steps, rows * row + axisHeight / 2 + 2, ink);
  drawBars(context, ink, matrix, layout, chosen);
  const at = axis.x(matrix.steps[chosen] ?? 0);
  context.fillStyle = ink.text;
  context.beginPath();
  context.moveTo(at - 4, rows * row + 6);
  context.lineTo(at + 4, rows * row + 6);
  context.lineTo(at, rows * row);
  context.fill();
  if (cell !== undefined) {
    const from = axis.x(matrix.steps[cell.column] ?? 0);
    const next = matrix.steps[cell.column + 1];
    const to = next === undefined ? axis.left + axis.width : axis.x(next);
    context.lineWidth = 3;
    context.strokeStyle = ink.paper;
    context.strokeRect(from, cell.row * row, Math.max(2, to - from), Math.max(2, row - 1));
    context.lineWidth = 1.25;
    context.strokeStyle = ink.text;
    context.strokeRect(from, cell.row * row, Math.max(2, to - from), Math.max(2, row - 1));
  }
}

function drawNames(context: CanvasRenderingContext2D, ink: Inks, layers: readonly string[], layout: Layout): void {
  const every = Math.ceil(smallestText / layout.row);
  context.fillStyle = ink.text;
  context.textAlign = 'right';
  for (let i = 0; i < layers.length; i += every) {
    context.fillText(
      shortened(context, layers[i]!, layout.axis.left - 10),
      layout.axis.left - 8,
      (i + 0.5) * layout.row,
    );
  }
  context.textAlign = 'start';
}

function shortened(context: CanvasRenderingContext2D, text: string, width: number): string {
  if (context.measureText(text).width <= width) return text;
  let length = text.length - 1;
  while (length > 1 && context.measureText(`…${text.slice(-length)}`).width > width) length--;
  return `…${text.slice(-length)}`;
}

function drawBars(
  context: CanvasRenderingContext2D,
  ink: Inks,
  matrix: LayerMatrix,
  { row, bars }: Layout,
  chosen: number,
): void {
  const palette = paletteOf('viridis');
  const thickness = Math.max(1, Math.min(12, row - 2));
  matrix.values.forEach((values, y) => {
    const value = values[chosen];
    const share = shareOf(matrix, value);
    if (value === undefined || Number.isNaN(share)) return;
    const level = 3 * Math.round(255 * Math.max(0, share));
    const isOdd = share === oddCell;
    context.fillStyle = isOdd ? oddInk : `rgb(${palette[level]},${palette[level + 1]},${palette[level + 2]})`;
    const length = isOdd ? bars.width : Math.max(2, share * bars.width);
    const top = (y + 0.5) * row - thickness / 2 - 0.5;
    context.fillRect(bars.left, top, length, thickness);
    context.lineWidth = 0.5;
    context.strokeStyle = ink.quiet;
    context.strokeRect(bars.left, top, length, thickness);
    if (row < smallestText) return;
    context.fillStyle = ink.text;
    context.fillText(shortNumber(value.most, 3), bars.left + length + 6, (y + 0.5) * row);
  });
}

/** A value in words, with both ends where steps were gathered. */
export function valueText(value: LayerValue | undefined): string {
  if (value === undefined) return 'none yet';
  return value.least === value.most || Number.isNaN(value.most)
    ? shortNumber(value.most)
    : `${shortNumber(value.least)} … ${shortNumber(value.most)}`;
}
