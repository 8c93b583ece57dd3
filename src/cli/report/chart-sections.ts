import {
  type Block,
  drawCurveChart,
  drawHeatMap,
  drawHistogramChart,
  type Section,
  seriesColors,
} from '../../charts/index.ts';
import type { EventHistogram, RunRecord } from '../../records/index.ts';
import { formatQuantity } from '../format.ts';
import { groupCurves, groupLayers } from './group-tags.ts';
import { placesAlong, type RunAxis } from './run-axis.ts';

/** A page with more charts than that is no longer read. */
const mostCharts = 80;
const mostHistogramCharts = 40;

/** Measures that are shares, whose colours always stand for 0 to 1. */
const shares: readonly string[] = ['dead_units', 'saturated'];

/** The runs' curves, those that belong together in one chart. */
export function curveSections(runs: readonly RunRecord[], axis: RunAxis): Section[] {
  const groups = groupCurves(runs);
  if (groups.length === 0) return [];
  // So that a run has one colour in all charts, those that lack other runs included.
  const colors = seriesColors(
    runs.length > 1
      ? runs.map(({ name }) => name)
      : groups.flatMap(({ curves }) => curves.map(({ name }) => name)).slice(0, 10),
  );
  const drawings = groups.slice(0, mostCharts).map(({ title, curves }) => {
    const { label, places } = placesAlong(axis, curves);
    const series = curves.map(({ name, series: { values } }, index) => ({
      name,
      x: places[index]!,
      y: values,
      color: colors.get(name),
    }));
    return drawCurveChart({ title, xLabel: label, series });
  });
  return [{ title: 'Curves', blocks: [{ kind: 'charts', drawings }, ...leftOut(groups.length - drawings.length)] }];
}

function leftOut(count: number): Block[] {
  if (count <= 0) return [];
  const text = `${formatQuantity(count, 'more chart')} are not drawn here; netwright plot shows each of their tags.`;
  return [{ kind: 'text', text }];
}

/** What was measured of every layer, as maps of layer by step. */
export function layerSections(runs: readonly RunRecord[]): Section[] {
  const groups = runs.flatMap(groupLayers);
  if (groups.length === 0) return [];
  const drawings = groups.slice(0, mostCharts).map(({ run, measure, layers }) =>
    drawHeatMap({
      title: `${measure.replaceAll('_', ' ')}${runs.length > 1 ? `, ${run.name}` : ''}`,
      xLabel: 'step',
      rows: layers.map(({ name, series: { steps, values } }) => ({ name, x: steps, values })),
      ...(shares.includes(measure) ? { range: [0, 1] as const } : {}),
    }),
  );
  return [{ title: 'Layers', blocks: [{ kind: 'charts', drawings }, ...leftOut(groups.length - drawings.length)] }];
}

/** Distributions over steps. */
export function histogramSections(runs: readonly RunRecord[]): Section[] {
  const all = runs.flatMap((run) => [...run.histograms].map(([tag, recorded]) => ({ run, tag, recorded })));
  if (all.length === 0) return [];
  const drawings = all.slice(0, mostHistogramCharts).map(({ run, tag, recorded }) =>
    drawHistogramChart({
      title: runs.length > 1 ? `${tag}, ${run.name}` : tag,
      valueLabel: 'value',
      histograms: recorded.map(({ step, value }) => ({ step, ...binsOf(value) })),
    }),
  );
  return [{ title: 'Distributions', blocks: [{ kind: 'charts', drawings }, ...leftOut(all.length - drawings.length)] }];
}

/** Bins with common borders; empty ones at the ends, which some writers have out to infinity, are left away. */
function binsOf({ buckets }: EventHistogram): { edges: number[]; counts: number[] } {
  const bins = Array.from({ length: buckets.length / 3 }, (_, i) => ({
    left: buckets[3 * i]!,
    right: buckets[3 * i + 1]!,
    count: buckets[3 * i + 2]!,
  }));
  const isUsed = ({ count }: { count: number }) => count > 0;
  const used = bins.slice(bins.findIndex(isUsed), bins.findLastIndex(isUsed) + 1);
  if (!bins.some(isUsed)) return { edges: [], counts: [] };
  return { edges: [used[0]!.left, ...used.map(({ right }) => right)], counts: used.map(({ count }) => count) };
}
