import { axisOver, type ScaleName } from './axis.ts';
import { colorBar } from './color-bar.ts';
import type { ColorMapName } from './color-maps.ts';
import { coordinate, type Drawing, shortened, textAt, textWidth } from './drawing.ts';
import { escapeMarkup } from './escape-markup.ts';
import { formatValue, ticksOf } from './ticks.ts';
import { drawValueImage } from './value-image.ts';

/** Values of several rows, such as layers, over steps. */
export interface HeatMap {
  readonly title: string;
  readonly xLabel: string;
  readonly rows: readonly HeatMapRow[];
  /** Scale of the colours; by default what the values ask for. */
  readonly scale?: ScaleName | undefined;
  /** What the ends of the colours stand for, for a linear scale; by default the least and the most value. */
  readonly range?: readonly [number, number] | undefined;
  readonly map?: ColorMapName | undefined;
}

/** A row of a heat map, its points in rising order of x. */
export interface HeatMapRow {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

const width = 480;
const right = 14;
const top = 34;
const mostColumns = 320;

/**
 * Draws a row of colours for each row, the first on top. A value holds until the next; where several fall into one column
 * the largest is shown, and where one of them is not finite that is: magenta, which no map has. Before a row begins its
 * colour is that of the paper. Values of 0 or less on a logarithmic scale have its lowest colour.
 */
export function drawHeatMap({ title, xLabel, rows, scale, range, map = 'viridis' }: HeatMap): Drawing {
  const labels = rows.map(({ name }) => shortened(name, 26));
  const left = 8 + Math.max(40, ...labels.map(textWidth)) + 8;
  const rowHeight = Math.max(6, Math.min(20, Math.floor(360 / Math.max(1, rows.length))));
  const plotWidth = width - left - right;
  const plotHeight = rows.length * rowHeight;
  const xAxis = axisOver(
    rows.map(({ x }) => x),
    { scale: 'linear' },
  );
  const values = rows.map((row) => row.values);
  const colorAxis = axisOver(range === undefined ? values : [range], { scale: range === undefined ? scale : 'linear' });
  const bottom = top + plotHeight;
  const notFinite = values.reduce((sum, row) => sum + countNotFinite(row), 0);
  const most = Math.max(0, ...rows.map(({ x }) => x.length));
  const columns = Math.min(mostColumns, Math.max(1, most));
  const grouping = most > columns ? 'the largest value of each column' : 'one column for each value';
  const extent = colorAxis && `${formatValue(colorAxis.least)} to ${formatValue(colorAxis.most)}`;
  const scaleWord = colorAxis?.isLogarithmic ? 'log' : '';
  const labelEvery = Math.ceil(12 / rowHeight);
  return {
    width,
    height: bottom + 66,
    title,
    description: `${title}: ${rows.length} rows by ${xLabel}, ${extent ?? 'no finite value'}, ${notFinite} not finite, ${grouping}.`,
    body: [
      textAt(8, 20, shortened(title, 62), 'chart-heading'),
      ...labels.map((label, index) =>
        index % labelEvery === 0
          ? `<g><title>${escapeMarkup(rows[index]!.name)}</title>${textAt(left - 8, top + (index + 0.5) * rowHeight + 4, label, 'chart-quiet', 'end')}</g>`
          : '',
      ),
      ...rows.flatMap((row, index) => {
        if (xAxis === undefined) return [];
        const cells = cellsOf(row, columns, xAxis.shareOf);
        if (cells === undefined) return [];
        const shares = cells.values.map((value) => colorShare(value, colorAxis?.shareOf));
        const { uri } = drawValueImage({
          width: shares.length,
          height: 1,
          channels: 1,
          values: shares,
          range: [0, 1],
          map,
        });
        const x = left + (cells.first / columns) * plotWidth;
        const y = top + index * rowHeight;
        return [
          `<image class="chart-pixels" preserveAspectRatio="none" x="${coordinate(x)}" y="${y}" width="${coordinate((shares.length / columns) * plotWidth)}" height="${rowHeight - (rowHeight > 8 ? 1 : 0)}" href="${uri}"/>`,
        ];
      }),
      ...(xAxis === undefined ? [] : ticksOf(xAxis, 6)).map(({ value, label }) => {
        const x = left + xAxis!.shareOf(value) * plotWidth;
        const anchor = x > width - right - 14 ? 'end' : x < left + 10 ? 'start' : 'middle';
        return textAt(x, bottom + 14, label, 'chart-quiet', anchor);
      }),
      textAt(width - right, bottom + 32, xLabel, 'chart-quiet', 'end'),
      colorAxis === undefined
        ? textAt(left, bottom + 32, 'no finite value', 'chart-quiet')
        : colorBar(map, colorAxis.least, colorAxis.most, scaleWord, left, bottom + 26, Math.min(220, plotWidth / 2)),
      notFinite === 0
        ? ''
        : `<rect class="chart-odd" x="${width - right - 110}" y="${bottom + 40}" width="9" height="9"/>${textAt(width - right - 96, bottom + 48, `${notFinite} not finite`, 'chart-quiet')}`,
    ].join(''),
  };
}

function countNotFinite(values: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (!Number.isFinite(values[i])) count++;
  return count;
}

function colorShare(value: number, shareOf: ((value: number) => number) | undefined): number {
  if (!Number.isFinite(value) || shareOf === undefined) return Number.NaN;
  const share = shareOf(value);
  return Number.isNaN(share) ? 0 : Math.min(Math.max(share, 0), 1);
}

/** The largest value in each column from the row's first on, held where there is none; NaN where one is not finite. */
function cellsOf(
  { x, values }: HeatMapRow,
  columns: number,
  shareOf: (value: number) => number,
): { first: number; values: number[] } | undefined {
  const cells: (number | undefined)[] = Array.from({ length: columns });
  const count = Math.min(x.length, values.length);
  for (let i = 0; i < count; i++) {
    const share = shareOf(x[i]!);
    if (!(share >= 0 && share <= 1)) continue;
    const column = Math.min(columns - 1, Math.floor(share * columns));
    const value = Number.isFinite(values[i]) ? values[i]! : Number.NaN;
    const before = cells[column];
    cells[column] = before === undefined ? value : Math.max(before, value);
  }
  const first = cells.findIndex((cell) => cell !== undefined);
  if (first < 0) return undefined;
  let held = Number.NaN;
  const filled = cells.slice(first).map((cell) => {
    held = cell ?? held;
    return held;
  });
  return { first, values: filled };
}
