import { type Axis, axisOver } from './axis.ts';
import { mappedColor } from './color-maps.ts';
import { coordinate, type Drawing, shortened, textAt } from './drawing.ts';
import { escapeMarkup } from './escape-markup.ts';
import { formatValue, ticksOf } from './ticks.ts';

/** How values were distributed at a step. */
export interface StepHistogram {
  readonly step: number;
  /** Ends of the bins, in rising order: one more than counts. */
  readonly edges: ArrayLike<number>;
  readonly counts: ArrayLike<number>;
}

/** What a chart of histograms shows. */
export interface HistogramChart {
  readonly title: string;
  readonly valueLabel: string;
  readonly histograms: readonly StepHistogram[];
}

const width = 480;
const left = 12;
const plotWidth = 390;
const top = 40;
const mostRidges = 24;
const bins = 48;
const ridgeHeight = 46;
const ridgesHeight = 150;

/**
 * Draws distributions behind each other, the earliest at the back, over a common axis of values. Heights are shares of
 * the values, on one scale; at most 24 steps at equal distances are shown, the first and the last among them.
 */
export function drawHistogramChart({ title, valueLabel, histograms }: HistogramChart): Drawing {
  const shown = evenly(histograms, mostRidges);
  const axis = axisOver(
    shown.map(({ edges }) => edges),
    { scale: 'linear' },
  );
  const shares = axis === undefined ? [] : shown.map((histogram) => sharesOf(histogram, axis));
  const largest = Math.max(0, ...shares.map((own) => Math.max(...own)));
  const bottom = top + ridgeHeight + ridgesHeight;
  const placeX = (value: number) => left + axis!.shareOf(value) * plotWidth;
  const baselineOf = (index: number) =>
    shown.length === 1 ? bottom : bottom - ridgesHeight + (index / (shown.length - 1)) * ridgesHeight;
  const ridges = shown.map((histogram, index) => {
    if (largest === 0) return '';
    const baseline = baselineOf(index);
    const color = mappedColor('viridis', shown.length === 1 ? 0.5 : 0.1 + (0.7 * index) / (shown.length - 1));
    const placeY = (share: number) => coordinate(baseline - (share / largest) * ridgeHeight);
    const outline = outlineOf(shares[index]!, placeY, coordinate(baseline));
    const title = `<title>${escapeMarkup(`step ${formatValue(histogram.step, 9)}`)}</title>`;
    return `<path d="${outline}Z" fill="${color}" fill-opacity="0.75" stroke="${color}" stroke-width="1">${title}</path>`;
  });
  const steps = shown.length === 0 ? [] : [...new Set([0, shown.length - 1])];
  return {
    width,
    height: bottom + 42,
    title,
    description: `${title}: distributions of ${valueLabel} at ${shown.length} of ${histograms.length} steps${axis === undefined ? '' : `, values from ${formatValue(axis.least)} to ${formatValue(axis.most)}`}.`,
    body: [
      textAt(8, 20, shortened(title, 62), 'chart-heading'),
      ...ridges,
      ...steps.map((index) =>
        textAt(
          width - 8,
          baselineOf(index) + (index === 0 ? 4 : 0),
          `step ${formatValue(shown[index]!.step)}`,
          'chart-quiet',
          'end',
        ),
      ),
      `<path class="chart-axis" d="M${left} ${bottom}H${left + plotWidth}"/>`,
      ...(axis === undefined ? [] : ticksOf(axis, 6)).map(({ value, label }) => {
        const x = placeX(value);
        const anchor = x > left + plotWidth - 10 ? 'end' : x < left + 10 ? 'start' : 'middle';
        return textAt(x, bottom + 16, label, 'chart-quiet', anchor);
      }),
      textAt(left + plotWidth, bottom + 31, valueLabel, 'chart-quiet', 'end'),
    ].join(''),
  };
}

/** Some of the items at equal distances, with the first and the last. */
function evenly<Item>(items: readonly Item[], most: number): readonly Item[] {
  if (items.length <= most) return items;
  return Array.from({ length: most }, (_, i) => items[Math.round((i * (items.length - 1)) / (most - 1))]!);
}

/**
 * Shares of all counts in bins of equal width over the axis: writers whose bins grow with the distance from 0 would
 * otherwise show a needle there. Counts are spread evenly over their own bin.
 */
function sharesOf({ edges, counts }: StepHistogram, { least, most }: Axis): Float64Array {
  const shares = new Float64Array(bins);
  const placeOf = (value: number) => (most === least ? 0.5 : (value - least) / (most - least)) * bins;
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  if (!(total > 0) || !Number.isFinite(total)) return shares;
  for (let i = 0; i < counts.length; i++) {
    const [from, to] = [placeOf(edges[i]!), placeOf(edges[i + 1]!)];
    if (counts[i] === 0 || !Number.isFinite(from) || !Number.isFinite(to)) continue;
    const first = Math.min(bins - 1, Math.floor(from));
    for (let bin = first; bin < bins && (bin === first || bin < to); bin++) {
      const overlap = to > from ? (Math.min(bin + 1, to) - Math.max(bin, from)) / (to - from) : 1;
      shares[bin]! += (counts[i]! / total) * overlap;
    }
  }
  return shares;
}

function outlineOf(shares: Float64Array, scale: (share: number) => string, bottom: string): string {
  const width = plotWidth / bins;
  const steps = [...shares].map((share, bin) => `V${scale(share)}H${coordinate(left + (bin + 1) * width)}`);
  return `M${left} ${bottom}${steps.join('')}V${bottom}`;
}
