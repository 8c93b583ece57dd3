import { type Axis, axisOver, type ScaleName } from './axis.ts';
import { coordinate, type Drawing, shortened, textAt, textWidth } from './drawing.ts';
import { escapeMarkup } from './escape-markup.ts';
import { seriesColors } from './series-colors.ts';
import { formatValue, ticksOf } from './ticks.ts';
import { describeMarks, type MarkKind, markWords, type Points, type Trace, traceOf } from './trace.ts';

/** A curve with a name, and perhaps a band around it. */
export interface Series extends Points {
  readonly name: string;
  /** Ends of the band at each point; where one is not finite the band is left out. */
  readonly band?: { readonly low: ArrayLike<number>; readonly high: ArrayLike<number> } | undefined;
  /** As `#rrggbb`; by default that of its name among those of the chart, see {@link seriesColors}. */
  readonly color?: string | undefined;
}

/** What a curve chart shows. */
export interface CurveChart {
  readonly title: string;
  /** What x counts: `step`, `epoch`, `minutes`. */
  readonly xLabel: string;
  readonly series: readonly Series[];
  readonly xScale?: ScaleName | undefined;
  readonly yScale?: ScaleName | undefined;
  /** Whether the axis of values begins at 0. */
  readonly fromZero?: boolean | undefined;
}

const width = 480;
const plotLeft = 54;
const plotWidth = 412;
const plotHeight = 190;
const legendLine = 17;
/** One more than pixels, so that nothing is lost where the chart is shown larger. */
const columns = 2 * plotWidth;
/** Up to so many points each gets a dot. */
const mostDots = 40;
/** Pixels between marks of one kind, for they would hide each other. */
const markSpacing = 7;

interface Plot {
  readonly top: number;
  readonly xAxis: Axis;
  readonly yAxis: Axis;
  readonly placeX: (value: number) => number;
  readonly placeY: (value: number) => number;
}

/**
 * Draws curves over a common axis. Every extreme is drawn: of the points that share a column half a pixel wide the first,
 * the least, the most and the last are joined; where there are so many that the line becomes a ribbon, their mean is drawn
 * over it. Points without a place (NaN, infinities, 0 or less on a logarithmic axis) break the line, stand as marks at the
 * edge (× NaN, ▲ ∞, ▼ −∞, ▽ 0 or less) and are counted in the legend.
 */
export function drawCurveChart({ title, xLabel, series, xScale, yScale, fromZero }: CurveChart): Drawing {
  const colors = seriesColors(series.map(({ name }) => name));
  const colorOf = (one: Series) => one.color ?? colors.get(one.name)!;
  const xAxis =
    axisOver(
      series.map(({ x }) => x),
      { scale: xScale ?? 'linear' },
    ) ?? emptyAxis;
  const values = series.flatMap(({ y, band }) => (band === undefined ? [y] : [y, band.low, band.high]));
  const yAxis = axisOver(values, { scale: yScale, fromZero, padding: 0.04 });
  const shownAxis = yAxis ?? emptyAxis;
  const traces = series.map((one) => traceOf(one, xAxis, shownAxis, columns));
  const legend = layOutLegend(series, traces);
  const top = 34 + legend.rows * legendLine;
  const plot: Plot = {
    top,
    xAxis,
    yAxis: shownAxis,
    placeX: (value) => plotLeft + xAxis.shareOf(value) * plotWidth,
    placeY: (value) => top + (1 - shownAxis.shareOf(value)) * plotHeight,
  };
  const scale = shownAxis.isLogarithmic ? ', logarithmic axis' : '';
  const extremes = yAxis === undefined ? 'no finite value' : rangeOf(series);
  return {
    width,
    height: top + plotHeight + 38,
    title,
    description: `${title} by ${xLabel}${scale}; ${extremes}. ${series.map((one, i) => describe(one, traces[i]!)).join('; ')}.`,
    body: [
      textAt(8, 20, shortened(title, 62), 'chart-heading'),
      ...legend.entries.map(({ x, row, text, note }, index) =>
        legendEntry(x, 38 + row * legendLine, text, note, colorOf(series[index]!), series[index]!.name),
      ),
      drawAxes(plot, xLabel, yAxis !== undefined),
      ...series.map((one) => drawBand(one, plot, colorOf(one))),
      ...series.map((one, index) => drawTrace(one, traces[index]!, plot, colorOf(one))),
      ...series.map((one, index) => drawMarks(traces[index]!, top, colorOf(one), one.name)),
    ].join(''),
  };
}

const emptyAxis: Axis = { least: 0, most: 1, isLogarithmic: false, shareOf: (value) => value };

function rangeOf(series: readonly Series[]): string {
  const axis = axisOver(series.map(({ y }) => y));
  return axis === undefined ? 'no finite value' : `values from ${formatValue(axis.least)} to ${formatValue(axis.most)}`;
}

/** The last value, and what has no place: `0.0123 · 3 NaN`. */
function noteOf({ y }: Series, { marks }: Trace): string {
  const last = y.length === 0 ? 'no points' : formatValue(y[y.length - 1]!);
  return marks.length === 0 ? last : `${last} · ${describeMarks(marks)}`;
}

function describe(one: Series, trace: Trace): string {
  const missing = trace.marks.length === 0 ? '' : `, with ${describeMarks(trace.marks)}`;
  return `${one.name} ends at ${one.y.length === 0 ? 'nothing' : formatValue(one.y[one.y.length - 1]!)}${missing}`;
}

interface LegendEntry {
  readonly x: number;
  readonly row: number;
  readonly text: string;
  readonly note: string;
}

function layOutLegend(series: readonly Series[], traces: readonly Trace[]): { entries: LegendEntry[]; rows: number } {
  const entries: LegendEntry[] = [];
  let x = 8;
  let row = 0;
  for (const [index, one] of series.entries()) {
    const text = shortened(one.name, 44);
    const note = noteOf(one, traces[index]!);
    const needed = 18 + textWidth(text) + 6 + textWidth(note) + 16;
    if (x > 8 && x + needed > width) {
      x = 8;
      row++;
    }
    entries.push({ x, row, text, note });
    x += needed;
  }
  return { entries, rows: series.length === 0 ? 0 : row + 1 };
}

function legendEntry(x: number, y: number, text: string, note: string, color: string, name: string): string {
  const swatch = `<rect x="${coordinate(x)}" y="${y - 5}" width="12" height="3" rx="1.5" fill="${color}"/>`;
  const words = `<tspan class="chart-text">${escapeMarkup(text)}</tspan><tspan class="chart-quiet" dx="6">${escapeMarkup(note)}</tspan>`;
  return `<g>${text === name ? '' : `<title>${escapeMarkup(name)}</title>`}${swatch}<text x="${coordinate(x + 18)}" y="${y}">${words}</text></g>`;
}

function drawAxes({ top, xAxis, yAxis, placeX, placeY }: Plot, xLabel: string, hasValues: boolean): string {
  const right = plotLeft + plotWidth;
  const bottom = top + plotHeight;
  const yTicks = hasValues ? ticksOf(yAxis, 5) : [];
  const grid = yTicks.map(({ value }) => `M${plotLeft} ${coordinate(placeY(value))}H${right}`).join('');
  const note = `${xLabel}${xAxis.isLogarithmic ? ' (log)' : ''}`;
  return [
    `<path class="chart-grid" d="${grid}"/><path class="chart-axis" d="M${plotLeft} ${bottom}H${right}"/>`,
    ...yTicks.map(({ value, label }) => textAt(plotLeft - 8, placeY(value) + 4, label, 'chart-quiet', 'end')),
    ...ticksOf(xAxis, 6).map(({ value, label }) => {
      const x = placeX(value);
      const anchor = x > right - 14 ? 'end' : x < plotLeft + 10 ? 'start' : 'middle';
      return textAt(x, bottom + 16, label, 'chart-quiet', anchor);
    }),
    textAt(right, bottom + 31, note, 'chart-quiet', 'end'),
    yAxis.isLogarithmic ? textAt(plotLeft, bottom + 31, 'logarithmic', 'chart-quiet') : '',
    hasValues ? '' : textAt(plotLeft + plotWidth / 2, top + plotHeight / 2, 'no finite value', 'chart-quiet', 'middle'),
  ].join('');
}

function drawTrace({ x, y }: Series, { path, isReduced, means }: Trace, plot: Plot, color: string): string {
  const places = path.map((index) =>
    index < 0 ? undefined : `${coordinate(plot.placeX(x[index]!))} ${coordinate(plot.placeY(y[index]!))}`,
  );
  const commands = places.map((place, index) => {
    if (place === undefined) return '';
    if (index > 0 && places[index - 1] !== undefined) return `L${place}`;
    // A point alone is a line of no length, which its round ends make a dot.
    return places[index + 1] === undefined ? `M${place}h0` : `M${place}`;
  });
  const isAlone = (place: string | undefined, index: number) =>
    place !== undefined && places[index - 1] === undefined && places[index + 1] === undefined;
  const isSolitary = places.some(isAlone);
  const line = (d: string, width: number, opacity: number) =>
    `<path class="chart-line" stroke="${color}" stroke-width="${width}"${opacity === 1 ? '' : ` stroke-opacity="${opacity}"`} d="${d}"/>`;
  if (isReduced) {
    const mean = means.map(({ column, share }) => {
      const left = plotLeft + ((column + 0.5) / columns) * plotWidth;
      return `${coordinate(left)} ${coordinate(plot.top + (1 - share) * plotHeight)}`;
    });
    return line(commands.join(''), 1, 0.45) + line(`M${mean.join('L')}`, 1.75, 1);
  }
  const dots =
    path.length > mostDots
      ? []
      : path.filter((index) => index >= 0).map((index) => dot(x[index]!, y[index]!, plot, color));
  return line(commands.join(''), isSolitary ? 2.25 : 1.75, 1) + dots.join('');
}

function dot(x: number, y: number, { placeX, placeY }: Plot, color: string): string {
  const title = `<title>${escapeMarkup(`${formatValue(x, 6)}: ${formatValue(y, 6)}`)}</title>`;
  return `<circle cx="${coordinate(placeX(x))}" cy="${coordinate(placeY(y))}" r="2.4" fill="${color}">${title}</circle>`;
}

function drawBand({ x, band }: Series, { xAxis, yAxis, placeX, placeY }: Plot, color: string): string {
  if (band === undefined) return '';
  const edge = (y: ArrayLike<number>) => {
    const { path } = traceOf({ x, y }, xAxis, yAxis, columns);
    return path
      .filter((index) => index >= 0 && Number.isFinite(band.low[index]) && Number.isFinite(band.high[index]))
      .map((index) => `${coordinate(placeX(x[index]!))} ${coordinate(placeY(y[index]!))}`);
  };
  const outline = [...edge(band.high), ...edge(band.low).reverse()];
  return outline.length === 0 ? '' : `<path fill="${color}" fill-opacity="0.16" d="M${outline.join('L')}Z"/>`;
}

/** Shapes of marks about a place, and whether they stand at the upper edge. */
const markShapes: Readonly<Record<MarkKind, { readonly isAbove: boolean; readonly shape: string }>> = {
  nan: { isAbove: true, shape: 'm-3 -3l6 6m0 -6l-6 6' },
  infinity: { isAbove: true, shape: 'm0 -3.5l3.5 6h-7z' },
  negativeInfinity: { isAbove: false, shape: 'm0 3.5l3.5 -6h-7z' },
  notPositive: { isAbove: false, shape: 'm0 3.5l3.5 -6h-7z' },
};

function drawMarks({ marks }: Trace, top: number, color: string, name: string): string {
  return (Object.keys(markShapes) as MarkKind[])
    .flatMap((kind) => {
      const { isAbove, shape } = markShapes[kind];
      const y = isAbove ? top - 2 : top + plotHeight - 4;
      const slots = new Map<number, { column: number; x: number; count: number }>();
      for (const mark of marks) {
        if (mark.kind !== kind) continue;
        const slot = Math.floor(((mark.column / columns) * plotWidth) / markSpacing);
        const before = slots.get(slot);
        slots.set(slot, {
          column: before?.column ?? mark.column,
          x: before?.x ?? mark.x,
          count: (before?.count ?? 0) + mark.count,
        });
      }
      const fill = kind === 'infinity' || kind === 'negativeInfinity' ? color : 'none';
      return [...slots.values()].map(({ column, x, count }) => {
        const more = count === 1 ? '' : ` and ${count - 1} more`;
        const title = `<title>${escapeMarkup(`${name}: ${markWords[kind]} at ${formatValue(x, 6)}${more}`)}</title>`;
        const place = `M${coordinate(plotLeft + (column / columns) * plotWidth)} ${y}`;
        return `<path class="chart-mark" stroke="${color}" stroke-width="1.5" fill="${fill}" d="${place}${shape}">${title}</path>`;
      });
    })
    .join('');
}
