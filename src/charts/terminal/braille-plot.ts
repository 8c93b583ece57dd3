import { type Axis, axisOver, type ScaleName } from '../axis.ts';
import { formatValue, type Tick, ticksOf } from '../ticks.ts';
import { describeMarks, type MarkKind, type Points, type Trace, traceOf } from '../trace.ts';

/** What is plotted in a terminal. */
export interface BraillePlot {
  readonly series: readonly (Points & { readonly name: string })[];
  /** Columns and lines of the whole, labels and legend included. */
  readonly width: number;
  readonly height: number;
  readonly xLabel: string;
  readonly xScale?: ScaleName | undefined;
  readonly yScale?: ScaleName | undefined;
  /** Colours a text as belonging to a series; by default texts stay plain. */
  readonly paint?: ((text: string, series: number) => string) | undefined;
}

/** Bits of the dots of a cell, by line and column, from U+2800 on. */
const dotBits = [
  [0x01, 0x08],
  [0x02, 0x10],
  [0x04, 0x20],
  [0x40, 0x80],
] as const;

const markLetters: Readonly<Record<MarkKind, string>> = {
  nan: '×',
  infinity: '▲',
  negativeInfinity: '▼',
  notPositive: '▽',
};

/**
 * Plots curves in dots of Braille characters, two by four to a cell, with axes and a legend. Every extreme has its dot; a
 * cell that several curves share has the colour of the last. Points without a place stand above the plot as marks
 * (× NaN, ▲ ∞, ▼ −∞, ▽ 0 or less on a logarithmic axis) and are counted in the legend.
 *
 * @returns lines of at most `width` columns; at least 5 of them, whatever the height
 */
export function drawBraillePlot(plot: BraillePlot): string[] {
  const { series, xLabel, paint = (text) => text } = plot;
  const xAxis =
    axisOver(
      series.map(({ x }) => x),
      { scale: plot.xScale ?? 'linear' },
    ) ?? emptyAxis;
  const yAxis =
    axisOver(
      series.map(({ y }) => y),
      { scale: plot.yScale },
    ) ?? emptyAxis;
  const lines = Math.max(2, plot.height - 3 - series.length);
  const labels = labelsByLine(ticksOf(yAxis, Math.max(2, Math.floor(lines / 3))), yAxis, lines);
  const margin = Math.max(...[...labels.values()].map((label) => label.length), 1);
  const columns = Math.max(8, plot.width - margin - 2);
  const traces = series.map((one) => traceOf(one, xAxis, yAxis, 2 * columns));
  const canvas = new Canvas(columns, lines);
  for (const [index, one] of series.entries()) drawTrace(canvas, one, traces[index]!, xAxis, yAxis, index);
  const marks = markLine(traces, columns, paint);
  const names = series.map(({ name, y }, index) => {
    const last = y.length === 0 ? 'no points' : formatValue(y[y.length - 1]!);
    const missing = describeMarks(traces[index]!.marks);
    const room = Math.max(8, plot.width - 4 - last.length - (missing === '' ? 0 : missing.length + 3) - 2);
    const shown = [...name].length > room ? `…${[...name].slice(1 - room).join('')}` : name;
    return `${paint('━━', index)} ${shown}  ${last}${missing === '' ? '' : ` · ${missing}`}`;
  });
  return [
    ...(marks === undefined ? [] : [`${' '.repeat(margin)}  ${marks}`]),
    ...canvas.rows(paint).map((row, line) => {
      const label = labels.get(line);
      return `${(label ?? '').padStart(margin)} ${label === undefined ? '│' : '┤'}${row}`.trimEnd();
    }),
    `${' '.repeat(margin)} └${'─'.repeat(columns)}`,
    `${' '.repeat(margin + 2)}${xLine(xAxis, xLabel, columns)}`.trimEnd(),
    ...names,
  ];
}

const emptyAxis: Axis = { least: 0, most: 1, isLogarithmic: false, shareOf: (value) => value };

/** Dots, and the series that set the last one of each cell. */
class Canvas {
  readonly columns: number;
  readonly lines: number;
  readonly #dots: Uint8Array;
  readonly #owners: Int32Array;

  constructor(columns: number, lines: number) {
    this.columns = columns;
    this.lines = lines;
    this.#dots = new Uint8Array(columns * lines);
    this.#owners = new Int32Array(columns * lines).fill(-1);
  }

  set(x: number, y: number, owner: number): void {
    const cell = (y >> 2) * this.columns + (x >> 1);
    this.#dots[cell]! |= dotBits[y & 3]![x & 1]!;
    this.#owners[cell] = owner;
  }

  /** A line of dots, after Bresenham. */
  line(fromX: number, fromY: number, toX: number, toY: number, owner: number): void {
    const [dx, dy] = [Math.abs(toX - fromX), -Math.abs(toY - fromY)];
    const [stepX, stepY] = [Math.sign(toX - fromX), Math.sign(toY - fromY)];
    let [x, y, error] = [fromX, fromY, dx + dy];
    for (;;) {
      this.set(x, y, owner);
      if (x === toX && y === toY) return;
      const twice = 2 * error;
      if (twice >= dy) {
        error += dy;
        x += stepX;
      }
      if (twice <= dx) {
        error += dx;
        y += stepY;
      }
    }
  }

  rows(paint: (text: string, series: number) => string): string[] {
    return Array.from({ length: this.lines }, (_, line) => {
      const start = line * this.columns;
      return runs(this.columns, (column) => this.#owners[start + column]!)
        .map(({ from, to, key }) => {
          const cells = Array.from({ length: to - from }, (__, i) => this.#dots[start + from + i]!);
          if (key < 0) return ' '.repeat(cells.length);
          return paint(String.fromCharCode(...cells.map((dots) => 0x2800 + dots)), key);
        })
        .join('');
    });
  }
}

/** Neighbours with the same key. */
function runs(count: number, keyOf: (index: number) => number): { from: number; to: number; key: number }[] {
  const found: { from: number; to: number; key: number }[] = [];
  for (let index = 0; index < count; index++) {
    const key = keyOf(index);
    const last = found.at(-1);
    if (last?.key === key) last.to = index + 1;
    else found.push({ from: index, to: index + 1, key });
  }
  return found;
}

function drawTrace(canvas: Canvas, { x, y }: Points, { path }: Trace, xAxis: Axis, yAxis: Axis, owner: number): void {
  const [width, height] = [2 * canvas.columns, 4 * canvas.lines];
  const dotX = (value: number) => Math.min(width - 1, Math.floor(xAxis.shareOf(value) * width));
  const dotY = (value: number) => Math.min(height - 1, Math.floor((1 - yAxis.shareOf(value)) * height));
  let before: [number, number] | undefined;
  for (const index of path) {
    if (index < 0) {
      before = undefined;
      continue;
    }
    const [atX, atY] = [dotX(x[index]!), dotY(y[index]!)];
    if (before === undefined) canvas.set(atX, atY, owner);
    else canvas.line(before[0], before[1], atX, atY, owner);
    before = [atX, atY];
  }
}

/** Marks of all series in one line; undefined where there is none. */
function markLine(
  traces: readonly Trace[],
  columns: number,
  paint: (text: string, series: number) => string,
): string | undefined {
  const cells = new Map<number, string>();
  for (const [index, { marks }] of traces.entries()) {
    for (const { kind, column } of marks) cells.set(column >> 1, paint(markLetters[kind], index));
  }
  if (cells.size === 0) return undefined;
  return Array.from({ length: columns }, (_, column) => cells.get(column) ?? ' ')
    .join('')
    .trimEnd();
}

function labelsByLine(ticks: readonly Tick[], axis: Axis, lines: number): Map<number, string> {
  return new Map(
    ticks.map(({ value, label }) => [Math.min(lines - 1, Math.floor((1 - axis.shareOf(value)) * lines)), label]),
  );
}

/** The ends of x, and what it counts between them. */
function xLine({ least, most, isLogarithmic }: Axis, label: string, columns: number): string {
  const [left, right] = [formatValue(least, 6), formatValue(most, 6)];
  const middle = isLogarithmic ? `${label} (log)` : label;
  const room = columns - left.length - right.length;
  if (room < middle.length + 2) return `${left} ${right}`;
  const before = Math.floor((room - middle.length) / 2);
  return `${left}${' '.repeat(before)}${middle}${' '.repeat(room - middle.length - before)}${right}`;
}
