import { type LayoutChartAnswer, type RunSummary, seriesColors } from '../../api/contract.ts';
import { runColour } from '../../state/colours.ts';
import { type ChartContent, type FetchedSeries, runsOf, type SeriesOfRun } from './chart-content.ts';
import { type Curve, curveOf } from './curve.ts';
import { marginCurve } from './margin-curve.ts';
import { curvesOfTag } from './tag-chart.ts';

interface Place {
  readonly name: string;
  readonly title: string;
  /** The runs shown that have a tag. */
  readonly runsOfTag: (tag: string) => readonly RunSummary[];
}

/** A chart of several tags that a writer put together: values with margins, or lines. */
export function layoutChart(chart: LayoutChartAnswer, { name, title, runsOfTag }: Place): ChartContent {
  const { margins, problem } = chart;
  const values = margins.length > 0 ? margins.map(({ value }) => value) : chart.tags;
  const lines = values.flatMap((tag) => runsOfTag(tag).map((run) => ({ run, tag })));
  const names = namesOf(lines);
  const about = { name, title, problem: lines.length === 0 ? problem || 'No run shown has its tags' : problem };
  if (margins.length === 0) {
    return { ...about, series: lines, curvesOf: (fetched) => curvesOfTags(fetched, names) };
  }
  const series = margins.flatMap(({ value, lower, upper }) =>
    runsOfTag(value).flatMap((run) => [value, lower, upper].map((tag) => ({ run, tag }))),
  );
  return { ...about, series, curvesOf: (fetched) => curvesWithMargins(fetched, names) };
}

/** What lines are called and how they are coloured: by run where there is one tag, by tag where there is one run. */
interface Names {
  readonly labelOf: (line: SeriesOfRun, label?: string) => string;
  readonly colourOf: (line: SeriesOfRun) => string;
}

function namesOf(lines: readonly SeriesOfRun[]): Names {
  const hasOneTag = new Set(lines.map(({ tag }) => tag)).size <= 1;
  const hasOneRun = runsOf(lines).length <= 1;
  const keyOf = ({ run, tag }: SeriesOfRun): string => (hasOneRun ? tag : `${run.id} ${tag}`);
  const colours = seriesColors(lines.map(keyOf));
  return {
    labelOf: ({ run, tag }, label = run.name) => (hasOneTag ? label : hasOneRun ? tag : `${label} · ${tag}`),
    colourOf: (line) => (hasOneTag ? runColour(line.run.id) : (colours.get(keyOf(line)) ?? runColour(line.run.id))),
  };
}

function curvesOfTags(fetched: readonly FetchedSeries[], { labelOf, colourOf }: Names): Curve[] {
  const byTag = new Map<string, FetchedSeries[]>();
  for (const one of fetched) byTag.set(one.tag, [...(byTag.get(one.tag) ?? []), one]);
  return [...byTag].flatMap(([tag, ofTag]) =>
    curvesOfTag(ofTag, colourOf).map((curve) => {
      const run = ofTag.find((one) => one.run.id === curve.id)?.run ?? ofTag[0]!.run;
      return { ...curve, id: `${curve.id} ${tag}`, label: labelOf({ run, tag }, curve.label) };
    }),
  );
}

/** Series come by threes: value, lower end, upper end. */
function curvesWithMargins(fetched: readonly FetchedSeries[], { labelOf, colourOf }: Names): Curve[] {
  const curves: Curve[] = [];
  for (let i = 0; i + 2 < fetched.length; i += 3) {
    const [value, lower, upper] = [fetched[i]!, fetched[i + 1]!, fetched[i + 2]!].map((one) =>
      one.series.found ? curveOf(one.series, one.run, colourOf(fetched[i]!)) : undefined,
    );
    if (value === undefined) continue;
    const { run, tag } = fetched[i]!;
    const named = { ...value, id: `${run.id} ${tag} ${i}`, label: labelOf({ run, tag }) };
    curves.push(marginCurve(named, lower, upper));
  }
  return curves;
}
