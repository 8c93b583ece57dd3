import { axisOver } from './axis.ts';
import { coordinate, type Drawing, shortened, textAt, textWidth } from './drawing.ts';
import { escapeMarkup } from './escape-markup.ts';
import { seriesColors } from './series-colors.ts';
import { formatValue, ticksOf } from './ticks.ts';

/** A value with a name, and perhaps the interval in which it lies. */
export interface Bar {
  readonly name: string;
  readonly value: number;
  readonly interval?: readonly [low: number, high: number] | undefined;
}

/** What a bar chart shows. */
export interface BarChart {
  readonly title: string;
  /** What the values are, with their unit. */
  readonly valueLabel: string;
  readonly bars: readonly Bar[];
  /** How values are written behind the bars. */
  readonly format?: ((value: number) => string) | undefined;
}

const width = 480;
const rowHeight = 24;
const barHeight = 13;
const top = 34;

/** Draws horizontal bars from 0, each with its value and, as a whisker, its interval. A value that is not finite has no bar. */
export function drawBarChart({ title, valueLabel, bars, format = formatValue }: BarChart): Drawing {
  const colors = seriesColors(bars.map(({ name }) => name));
  const labels = bars.map(({ name }) => shortened(name, 28));
  const notes = bars.map(({ value, interval }) =>
    interval === undefined ? format(value) : `${format(value)} (${format(interval[0])} to ${format(interval[1])})`,
  );
  const left = 8 + Math.max(30, ...labels.map(textWidth)) + 10;
  const right = width - 12 - Math.min(150, Math.max(30, ...notes.map(textWidth)) + 8);
  const ends = bars.flatMap(({ value, interval = [] }) => [value, ...interval]);
  const axis = axisOver([[0], ends], { scale: 'linear' })!;
  const placeX = (value: number) => left + (axis.most === axis.least ? 0 : axis.shareOf(value)) * (right - left);
  const bottom = top + bars.length * rowHeight;
  const zero = coordinate(placeX(0));
  return {
    width,
    height: bottom + 42,
    title,
    description: `${valueLabel}: ${bars.map(({ name }, index) => `${name} ${notes[index]}`).join('; ')}.`,
    body: [
      textAt(8, 20, shortened(title, 62), 'chart-heading'),
      ...ticksOf(axis, 4).map(({ value, label }) => {
        const x = coordinate(placeX(value));
        return `<path class="chart-grid" d="M${x} ${top}V${bottom}"/>${textAt(Number(x), bottom + 15, label, 'chart-quiet', 'middle')}`;
      }),
      ...bars.map(({ name, value, interval }, index) => {
        const middle = top + (index + 0.5) * rowHeight;
        const [from, to] = [Math.min(placeX(0), placeX(value)), Math.max(placeX(0), placeX(value))];
        const bar = Number.isFinite(value)
          ? `<rect x="${coordinate(from)}" y="${middle - barHeight / 2}" width="${coordinate(to - from)}" height="${barHeight}" rx="1.5" fill="${colors.get(name)}"/>`
          : '';
        const end = interval?.every(Number.isFinite)
          ? Math.max(to, placeX(interval[1]))
          : Number.isFinite(to)
            ? to
            : placeX(0);
        return [
          `<g><title>${escapeMarkup(name)}</title>${textAt(left - 10, middle + 4, labels[index]!, 'chart-text', 'end')}</g>`,
          bar,
          interval?.every(Number.isFinite) ? whisker(placeX(interval[0]), placeX(interval[1]), middle) : '',
          textAt(end + 6, middle + 4, notes[index]!, 'chart-quiet'),
        ].join('');
      }),
      `<path class="chart-axis" d="M${zero} ${top}V${bottom}"/>`,
      textAt(right, bottom + 31, valueLabel, 'chart-quiet', 'end'),
    ].join(''),
  };
}

function whisker(from: number, to: number, y: number): string {
  const [a, b] = [coordinate(from), coordinate(to)];
  return `<path class="chart-whisker" d="M${a} ${y}H${b}M${a} ${y - 4}v8M${b} ${y - 4}v8"/>`;
}
