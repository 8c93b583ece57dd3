import type { RunRecord, ScalarSeries } from '../../records/index.ts';

/** A curve of a run, with the name that it has among others of its chart. */
export interface RunCurve {
  readonly run: RunRecord;
  readonly name: string;
  readonly tag: string;
  readonly series: ScalarSeries;
}

/** Curves that belong into one chart. */
export interface CurveGroup {
  readonly title: string;
  readonly curves: readonly RunCurve[];
}

/** A measure of every layer of a run. */
export interface LayerGroup {
  readonly run: RunRecord;
  readonly measure: string;
  readonly layers: readonly { readonly name: string; readonly series: ScalarSeries }[];
}

const splits = /^(?:train|training|val|valid|validation|test|eval|dev)(?:_epoch)?$/;
/** More curves than that in one chart hide each other. */
const mostCurves = 10;
/** Measures that are taken layer by layer, in the words of netwright and of others. */
const layerMeasures =
  /^(?:grad(?:ient)?s?_?norm|weight_?norm|update_?ratio|dead(?:_units)?|activation_(?:mean|deviation)|saturated|non_finite)$/i;

/** Whether a tag says something of one layer: `grad_norm/dense_1`. */
export function isLayerTag(tag: string): boolean {
  return tag.includes('/') && layerMeasures.test(tag.slice(0, tag.indexOf('/')));
}

/**
 * Charts of the runs' curves: the same tag of several runs, and of a single run what measures the same on several parts of
 * the data (`loss/train`, `loss/val`; `train/loss`, `eval/loss`).
 */
export function groupCurves(runs: readonly RunRecord[]): CurveGroup[] {
  const groups = new Map<string, Omit<RunCurve, 'name'>[]>();
  for (const run of runs) {
    for (const [tag, series] of run.scalars) {
      if (isLayerTag(tag) || tag === 'epoch') continue;
      const measure = measureOf(tag).measure;
      groups.set(measure, [...(groups.get(measure) ?? []), { run, tag, series }]);
    }
  }
  return [...groups]
    .sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1))
    .flatMap(([measure, curves]) => {
      if (runs.length === 1 && curves.length <= mostCurves) return [nameCurves(measure, curves)];
      const tags = [...new Set(curves.map(({ tag }) => tag))];
      return tags.map((tag) =>
        nameCurves(
          tag,
          curves.filter((curve) => curve.tag === tag),
        ),
      );
    });
}

/** Losses first, then metrics. */
const rank = (measure: string) => (/loss/i.test(measure) ? 0 : measure.startsWith('metric') ? 1 : 2);

function measureOf(tag: string): { measure: string; split: string } {
  const parts = tag.split('/');
  const rest = parts.filter((part) => !splits.test(part));
  if (rest.length === 0) return { measure: tag, split: '' };
  return { measure: rest.join('/'), split: parts.filter((part) => splits.test(part)).join('/') };
}

/** Each curve is named by what tells it from the others: run, part of the data, or both. */
function nameCurves(title: string, curves: readonly Omit<RunCurve, 'name'>[]): CurveGroup {
  const hasRuns = new Set(curves.map(({ run }) => run)).size > 1;
  const hasTags = new Set(curves.map(({ tag }) => tag)).size > 1;
  const nameOf = ({ run, tag }: Omit<RunCurve, 'name'>) => {
    const split = measureOf(tag).split || tag;
    return [...(hasRuns ? [run.name] : []), ...(hasTags ? [split] : [])].join(' · ') || run.name;
  };
  return { title, curves: curves.map((curve) => ({ ...curve, name: nameOf(curve) })) };
}

/** Measures that a run took of several layers. */
export function groupLayers(run: RunRecord): LayerGroup[] {
  const groups = new Map<string, { name: string; series: ScalarSeries }[]>();
  for (const [tag, series] of run.scalars) {
    if (!isLayerTag(tag)) continue;
    const measure = tag.slice(0, tag.indexOf('/'));
    groups.set(measure, [...(groups.get(measure) ?? []), { name: tag.slice(measure.length + 1), series }]);
  }
  return [...groups].map(([measure, layers]) => ({ run, measure, layers }));
}
