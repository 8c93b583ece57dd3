import { existsSync } from 'node:fs';
import { drawBraillePlot } from '../charts/index.ts';
import { suggestion, UsageError } from '../core/index.ts';
import { findRuns, type RunRecord, readRun } from '../records/index.ts';
import { formatTable } from './format.ts';
import { seriesFacts } from './report/fact-sections.ts';
import { placesAlong, type RunAxis } from './report/run-axis.ts';
import type { Screen } from './screen.ts';

/** What `netwright plot` was asked for. */
export interface PlotRequest {
  /** Paths of runs, and tags. */
  readonly args: readonly string[];
  readonly axis: RunAxis;
  /** Left out, a logarithmic axis is taken where the values ask for it. */
  readonly scale: 'linear' | 'logarithmic' | undefined;
  /** Columns and lines. */
  readonly width: number;
  readonly height: number;
}

/** Curves or, where no tag is named, the list of tags; and what could not be read. */
export interface Plot {
  readonly lines: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Plots tags of runs. An argument that is a path is a run, any other one a tag.
 *
 * @throws UsageError where no run is named, a path holds none, or no run has a tag
 */
export async function plotRuns(
  { args, axis, scale, width, height }: PlotRequest,
  colors: Screen['colors'],
): Promise<Plot> {
  const paths = args.filter((argument, index) => index === 0 || existsSync(argument));
  const tags = args.filter((argument) => !paths.includes(argument));
  const runs = await Promise.all(findRuns(paths).map(readRun));
  const problems = runs.flatMap((run) => run.problems);
  if (tags.length === 0) return { lines: runs.flatMap((run) => listTags(run, runs.length > 1)), problems };
  const curves = tags.flatMap((tag) => {
    const found = runs.flatMap((run) => {
      const series = run.scalars.get(tag);
      return series === undefined ? [] : [{ run, tag, series }];
    });
    if (found.length > 0) return found;
    const known = [...new Set(runs.flatMap((run) => [...run.scalars.keys()]))];
    throw new UsageError(`no curve '${tag}'${suggestion(tag, known)}`, {
      advice: `It is no path either; netwright plot ${paths.join(' ')} lists the tags`,
    });
  });
  const { label, places } = placesAlong(axis, curves);
  const paints = [colors.cyan, colors.yellow, colors.green, colors.magenta, colors.blue, colors.red];
  const lines = drawBraillePlot({
    series: curves.map(({ run, tag, series }, index) => ({
      name: [...(runs.length > 1 ? [run.name] : []), ...(tags.length > 1 || runs.length === 1 ? [tag] : [])].join(
        ' · ',
      ),
      x: places[index]!,
      y: series.values,
    })),
    width,
    height,
    xLabel: label,
    yScale: scale,
    paint: (text, series) => paints[series % paints.length]!(text),
  });
  return { lines: runs.length > 1 && tags.length === 1 ? [tags[0]!, ...lines] : lines, problems };
}

function listTags({ name, scalars }: RunRecord, hasOthers: boolean): string[] {
  const right = { align: 'right' } as const;
  const headings = ['last', 'least', 'most', 'points', 'not finite'];
  const table = formatTable(
    [{ heading: 'tag' }, ...headings.map((heading) => ({ heading, ...right }))],
    [...scalars].sort(([a], [b]) => (a < b ? -1 : 1)).map(([tag, { values }]) => [tag, ...seriesFacts(values)]),
  );
  const body = scalars.size === 0 ? ['no curves'] : table;
  return hasOthers ? [name, ...body, ''] : body;
}
