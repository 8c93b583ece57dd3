import type { TagOfRuns } from '../../state/board.ts';
import { runColour } from '../../state/colours.ts';
import type { ChartContent, FetchedSeries } from './chart-content.ts';
import { type Curve, curveOf } from './curve.ts';
import { meanCurves } from './seed-mean.ts';
import { bySeeds } from './settings.ts';

/** One tag of several runs, each run in its colour. */
export function tagChart({ tag, runs }: TagOfRuns): ChartContent {
  return {
    name: tag,
    series: runs.map((run) => ({ run, tag })),
    curvesOf: (fetched) => curvesOfTag(fetched, ({ run }) => runColour(run.id)),
  };
}

/** Curves of one tag, or their means over seeds where these are wanted. */
export function curvesOfTag(fetched: readonly FetchedSeries[], colourOf: (one: FetchedSeries) => string): Curve[] {
  const curves = fetched.flatMap((one) => (one.series.found ? [curveOf(one.series, one.run, colourOf(one))] : []));
  if (!bySeeds.value) return curves;
  return meanCurves(
    curves,
    fetched.map(({ run }) => run),
  );
}
