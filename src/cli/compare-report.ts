import { axisOver, type Drawing, drawCurveChart, drawSparkline } from '../charts/index.ts';
import { bandOf, type Difference, type Score, type Spread, type VariantSummary } from '../compare/index.ts';
import type { MetricName } from '../nn/index.ts';
import { formatCount, formatNumber } from './format.ts';
import type { WrittenResult } from './output-file.ts';
import type { ComparisonResult } from './run-comparison.ts';
import { metricFormats } from './scores.ts';
import type { WrittenTable } from './written-table.ts';

/** The result of a comparison as a table and a chart. */
export function reportComparison(result: ComparisonResult): WrittenResult {
  const title = `${result.variation.name}: ${result.variation.summary}`;
  return { title, table: tableOf(result), chart: chartOf(result) };
}

/** The median loss of each variant over its training, a line of blocks each, on a common scale that is stated. */
export function curveLines({ comparison: { variants } }: ComparisonResult): string[] {
  const curves = variants.map(({ name, trials }) => ({
    name,
    points: bandOf(trials.map(({ curve }) => curve)).map(({ median }) => median),
  }));
  const axis = axisOver(curves.map(({ points }) => points));
  if (axis === undefined) return [];
  const width = Math.max(...curves.map(({ name }) => name.length));
  const scale = axis.isLogarithmic ? 'logarithmic' : 'linear';
  return [
    `training loss while it trains, median over the seeds, ${formatNumber(axis.least)} to ${formatNumber(axis.most)}, ${scale}`,
    ...curves.map(({ name, points }) => {
      const ends = points.length === 0 ? '' : `${formatNumber(points[0]!)} → ${formatNumber(points.at(-1)!)}`;
      return `${name.padEnd(width)}  ${drawSparkline(points, axis)}  ${ends}`;
    }),
  ];
}

/** The result as `--json` prints it. */
export function comparisonToJson({ variation, subject, seeds, comparison, missing }: ComparisonResult): unknown {
  const { name, summary, serves } = variation;
  const { engine, data, samples, plan } = subject;
  return {
    vary: name,
    summary,
    ...(serves === undefined ? {} : { serves }),
    engine,
    data: data.source,
    samples,
    plan,
    seeds,
    missing,
    ...comparison,
  };
}

const isShare = ({ name }: Score): boolean => name !== 'loss' && metricFormats[name].isShare;

function tableOf({ comparison, seeds, missing }: ComparisonResult): WrittenTable {
  const { score, variants } = comparison;
  const hasMetric = score.name !== 'loss';
  const inPercent = isShare(score);
  const right = { align: 'right' } as const;
  const rows = variants.map(({ name, parameters, training, validation, seconds }) => [
    name,
    formatCount(parameters),
    formatSpread(training, false),
    formatSpread(validation.loss, false),
    ...(hasMetric ? [formatSpread(validation[score.name], inPercent)] : []),
    formatRange(validation[score.name], inPercent),
    formatNumber(Number(seconds.mean.toFixed(1))),
  ]);
  return {
    columns: [
      { heading: 'variant' },
      { heading: 'parameters', ...right },
      { heading: 'training loss', ...right },
      { heading: 'validation loss', ...right },
      ...(hasMetric ? [{ heading: labelOf(score), ...right }] : []),
      { heading: 'median (least to most)', ...right },
      { heading: 'seconds', ...right },
    ],
    rows,
    notes: [
      `Mean ± standard deviation over ${seeds.length} seeds; the training loss is that of the last epoch.`,
      ...(missing === 0 ? [] : [`${missing} trainings are missing: the comparison was interrupted.`]),
      ...verdictsOf(comparison.confidence, score, variants),
    ],
  };
}

function verdictsOf(confidence: number, score: Score, variants: readonly VariantSummary[]): string[] {
  const best = variants.find(({ verdict }) => verdict.kind === 'best');
  const failed = variants.flatMap(({ name, verdict, trials }) =>
    verdict.kind === 'failed'
      ? [`${name}: numbers that are not finite in ${verdict.seeds} of ${trials.length} seeds.`]
      : [],
  );
  if (best === undefined) return failed;
  const inPercent = isShare(score);
  const describe = (kind: 'worse' | 'chance') =>
    variants.flatMap(({ name, verdict }) =>
      verdict.kind === kind ? [`${name} (${formatDifference(verdict.by, inPercent)})`] : [],
    );
  const list = (label: string, names: readonly string[]) =>
    names.length === 0 ? [] : [`${label}: ${names.join(', ')}.`];
  const unknown = variants.flatMap(({ name, verdict }) => (verdict.kind === 'unknown' ? [name] : []));
  const mean = best.validation[score.name]!.mean;
  const intervals = `the difference, and where it lies with ${Math.round(100 * confidence)} % confidence for all of them together, in pairs of equal seeds`;
  return [
    `Best by mean validation ${labelOf(score)}: ${best.name}, ${inPercent ? formatPercentage(mean) : formatNumber(mean)}.`,
    ...list(`Worse than that beyond chance (${intervals})`, describe('worse')),
    ...list('Not to be told from it by these seeds', describe('chance')),
    ...list('Too few seeds to tell', unknown),
    ...failed,
  ];
}

const labelOf = ({ name, label }: Score): string => (name === 'loss' ? label : metricFormats[name as MetricName].label);

const formatPercentage = (share: number) => `${(100 * share).toFixed(1)} %`;

/** `0.412 ± 0.013`, `81.3 ± 0.9 %` */
function formatSpread(spread: Spread | undefined, inPercent: boolean): string {
  if (spread === undefined) return 'not finite';
  const { mean, deviation } = spread;
  if (inPercent) return `${(100 * mean).toFixed(1)} ± ${(100 * deviation).toFixed(1)} %`;
  const decimals = deviation > 0 ? Math.min(6, Math.max(0, 1 - Math.floor(Math.log10(deviation)))) : 4;
  if (Math.abs(mean) >= 1e5 || decimals === 6) return `${formatNumber(mean)} ± ${formatNumber(deviation)}`;
  return `${mean.toFixed(decimals)} ± ${deviation.toFixed(decimals)}`;
}

function formatRange(spread: Spread | undefined, inPercent: boolean): string {
  if (spread === undefined) return '';
  const { median, least, most } = spread;
  if (inPercent) return `${(100 * median).toFixed(1)} % (${(100 * least).toFixed(1)} to ${(100 * most).toFixed(1)})`;
  return `${formatNumber(median)} (${formatNumber(least)} to ${formatNumber(most)})`;
}

/** `by 2.1 points, 1.4 to 2.8` */
function formatDifference({ mean, low, high }: Difference, inPercent: boolean): string {
  const number = (value: number) =>
    (inPercent ? (100 * value).toFixed(1) : String(Number(value.toPrecision(3)))).replace('-', '−');
  return `by ${number(mean)}${inPercent ? ' points' : ''}, ${number(low)} to ${number(high)}`;
}

function chartOf({ comparison: { variants }, seeds }: ComparisonResult): Drawing {
  const epochsOf = ({ steps, stepsPerEpoch }: VariantSummary['trials'][number]) => steps / stepsPerEpoch;
  const series = variants.map(({ name, trials }) => {
    const bands = bandOf(trials.map(({ curve }) => curve));
    const epochs = Math.max(...trials.map(epochsOf));
    return {
      name,
      x: bands.map((_, index) => ((index + 0.5) / bands.length) * epochs),
      y: bands.map(({ median }) => median),
      band: { low: bands.map(({ least }) => least), high: bands.map(({ most }) => most) },
    };
  });
  const title = `training loss: median of ${seeds.length} seeds, least to most`;
  return drawCurveChart({ title, xLabel: 'epochs', series });
}
