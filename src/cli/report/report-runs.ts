import { htmlPage, type Section } from '../../charts/index.ts';
import { findRuns, type RunRecord, readRun } from '../../records/index.ts';
import { formatCount, formatQuantity } from '../format.ts';
import { netwrightVersion } from '../version.ts';
import { curveSections, histogramSections, layerSections } from './chart-sections.ts';
import {
  type DescribedRun,
  networkSections,
  numberSections,
  recipeSections,
  runSections,
  textSections,
} from './fact-sections.ts';
import { imageSections } from './image-sections.ts';
import type { RunAxis } from './run-axis.ts';
import { describeRun } from './run-files.ts';

/** A report as a page, and what it holds. */
export interface RunReport {
  readonly html: string;
  readonly runs: readonly string[];
  /** What could not be read, and what is wrong with the numbers; the page begins with them. */
  readonly problems: readonly string[];
}

/** Curves with numbers that are not finite are named up to so many. */
const mostNamed = 20;

/**
 * A page about some runs: what was wrong, curves, layers, numbers, distributions, pictures, recipe, network and texts.
 *
 * @throws UsageError where a path holds no run, or nothing recorded what `axis` counts
 */
export async function reportRuns(paths: readonly string[], axis: RunAxis): Promise<RunReport> {
  const places = findRuns(paths);
  const problems: string[] = [];
  const runs: DescribedRun[] = [];
  for (const place of places) {
    const run = await readRun(place);
    problems.push(...run.problems, ...findNotFinite(run, places.length > 1));
    runs.push({ run, ...describeRun(run, problems) });
  }
  const records = runs.map(({ run }) => run);
  const network = await networkSections(runs, problems);
  const wrong: Section[] =
    problems.length === 0 ? [] : [{ title: 'Problems', blocks: [{ kind: 'list', items: problems, isAlarm: true }] }];
  const sections = [
    ...wrong,
    ...curveSections(records, axis),
    ...layerSections(records),
    ...numberSections(runs),
    ...runSections(runs),
    ...recipeSections(runs),
    ...network,
    ...histogramSections(records),
    ...imageSections(records),
    ...textSections(runs),
  ];
  const names = records.map(({ name }) => name);
  const html = htmlPage({
    title: names.length === 1 ? names[0]! : `${names.length} runs`,
    subtitle: names.length === 1 ? subtitleOf(runs[0]!) : names.join(', '),
    sections,
    footer: `Written by netwright ${netwrightVersion()}. All of it is in this file.`,
  });
  return { html, runs: names, problems };
}

function subtitleOf({ run, environment, result }: DescribedRun): string {
  const steps = [...run.scalars.values()].reduce((most, { steps }) => Math.max(most, steps.at(-1) ?? 0), 0);
  const reason = typeof result.reason === 'string' ? [result.reason] : [];
  const started = typeof environment.started === 'string' ? [environment.started.slice(0, 16).replace('T', ' ')] : [];
  return [...started, formatQuantity(steps, 'step'), formatQuantity(run.scalars.size, 'curve'), ...reason].join(' · ');
}

/** A sentence for each curve with numbers that are not finite. */
function findNotFinite({ name, scalars }: RunRecord, hasOthers: boolean): string[] {
  const found = [...scalars].flatMap(([tag, { values, steps }]) => {
    const first = values.findIndex((value) => !Number.isFinite(value));
    if (first < 0) return [];
    const count = values.filter((value) => !Number.isFinite(value)).length;
    const of = hasOthers ? `${name}: ` : '';
    return [
      `${of}${tag} is not finite at ${formatQuantity(count, 'point')}, first at step ${formatCount(steps[first]!)}`,
    ];
  });
  if (found.length <= mostNamed) return found;
  return [...found.slice(0, mostNamed), `and ${found.length - mostNamed} more curves with numbers that are not finite`];
}
