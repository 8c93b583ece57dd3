import { axisOver } from './axis.ts';
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
const ridgeHeight = 46;
const ridgesHeight = 150;

/**
 * Draws distributions behind each other, the earliest at the back, over a common axis of values. Heights are densities on
 * one scale; at most 24 steps at equal distances are shown, the first and the last among them.
 */
export function drawHistogramChart({ title, valueLabel, histograms }: HistogramChart): Drawing {
  const shown = evenly(histograms, mostRidges);
  const axis = axisOver(
    shown.map(({ edges }) => edges),
    { scale: 'linear' },
  );
  const densest = Math.max(0, ...shown.map(peakDensity));
  const bottom = top + ridgeHeight + ridgesHeight;
  const placeX = (value: number) => left + axis!.shareOf(value) * plotWidth;
  const baselineOf = (index: number) =>
    shown.length === 1 ? bottom : bottom - ridgesHeight + (index / (shown.length - 1)) * ridgesHeight;
  const ridges = shown.map((histogram, index) => {
    if (axis === undefined || densest === 0) return '';
    const baseline = baselineOf(index);
    const color = mappedColor('viridis', shown.length === 1 ? 0.5 : 0.1 + (0.7 * index) / (shown.length - 1));
    const outline = outlineOf(
      histogram,
      (value) => coordinate(placeX(value)),
      (density) => coordinate(baseline - (density / densest) * ridgeHeight),
    );
    if (outline === '') return '';
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

function peakDensity({ edges, counts }: StepHistogram): number {
  let peak = 0;
  for (let i = 0; i < counts.length; i++) peak = Math.max(peak, density(edges, counts, i));
  return peak;
}

/** Share of all counts for each unit of the value; 0 for a bin without an extent. */
function density(edges: ArrayLike<number>, counts: ArrayLike<number>, bin: number): number {
  const extent = edges[bin + 1]! - edges[bin]!;
  let total = 0;
  for (let i = 0; i < counts.length; i++) total += counts[i]!;
  const value = counts[bin]! / total / extent;
  return Number.isFinite(value) ? value : 0;
}

function outlineOf(
  { edges, counts }: StepHistogram,
  placeX: (value: number) => string,
  placeY: (density: number) => string,
): string {
  if (counts.length === 0 || !Number.isFinite(edges[0]) || !Number.isFinite(edges[counts.length])) return '';
  const parts = [`M${placeX(edges[0]!)} ${placeY(0)}`];
  for (let i = 0; i < counts.length; i++) {
    parts.push(`V${placeY(density(edges, counts, i))}H${placeX(edges[i + 1]!)}`);
  }
  return `${parts.join('')}V${placeY(0)}`;
}
