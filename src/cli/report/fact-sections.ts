import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Block, formatValue, type Section } from '../../charts/index.ts';
import { isNetwrightError } from '../../core/index.ts';
import { openNetwork } from '../../importers/index.ts';
import { type RunRecord, runFiles, stringifyJson } from '../../records/index.ts';
import { formatCount, formatDuration, formatQuantity } from '../format.ts';
import { formatSummary, networkColumns, summarizeNetwork, summaryRows } from '../network-summary.ts';
import { isLayerTag } from './group-tags.ts';
import { flatten, type RunDescription } from './run-files.ts';

/** A run and the files that describe it. */
export interface DescribedRun extends RunDescription {
  readonly run: RunRecord;
}

const mostTags = 200;
const mostTextLength = 20_000;

/** Where the curves ended, and how far they went. */
export function numberSections(runs: readonly DescribedRun[]): Section[] {
  const tags = [...new Set(runs.flatMap(({ run }) => [...run.scalars.keys()]))]
    .filter((tag) => !isLayerTag(tag))
    .sort();
  if (tags.length === 0) return [];
  const right = { align: 'right' } as const;
  const shown = tags.slice(0, mostTags);
  const more: Block[] =
    tags.length === shown.length
      ? []
      : [{ kind: 'text', text: `${tags.length - shown.length} more tags are left out.` }];
  if (runs.length === 1) {
    const { scalars } = runs[0]!.run;
    const headings = ['last', 'least', 'most', 'points', 'not finite'];
    const rows = shown.map((tag) => [tag, ...seriesFacts(scalars.get(tag)!.values)]);
    const columns = [{ heading: 'tag' }, ...headings.map((heading) => ({ heading, ...right }))];
    return [{ title: 'Numbers', blocks: [{ kind: 'table', columns, rows }, ...more] }];
  }
  const columns = [{ heading: 'tag' }, ...runs.map(({ run }) => ({ heading: run.name, ...right }))];
  const lastOf = (run: RunRecord, tag: string) => {
    const values = run.scalars.get(tag)?.values ?? [];
    return values.length === 0 ? '' : formatValue(values.at(-1)!);
  };
  const rows = shown.map((tag) => [tag, ...runs.map(({ run }) => lastOf(run, tag))]);
  return [{ title: 'Last values', blocks: [{ kind: 'table', columns, rows }, ...more] }];
}

/** Last, least, most, number of points, and how many are not finite. */
export function seriesFacts(values: readonly number[]): string[] {
  let [least, most, notFinite] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];
  for (const value of values) {
    if (!Number.isFinite(value)) notFinite++;
    else {
      least = Math.min(least, value);
      most = Math.max(most, value);
    }
  }
  const ends = least > most ? ['', ''] : [formatValue(least), formatValue(most)];
  const last = values.length === 0 ? '' : formatValue(values.at(-1)!);
  return [last, ...ends, formatCount(values.length), notFinite === 0 ? '' : formatCount(notFinite)];
}

/** How the runs ended and what ran them. */
export function runSections(runs: readonly DescribedRun[]): Section[] {
  const facts = runs.map(({ run, environment, result }) => {
    const text = (value: unknown) =>
      value === undefined ? '' : typeof value === 'string' ? value : JSON.stringify(value);
    return {
      folder: run.folder,
      ended: text(result.reason),
      trained: [
        ...(typeof result.epochs === 'number' ? [formatQuantity(result.epochs, 'epoch')] : []),
        ...(typeof result.steps === 'number' ? [formatQuantity(result.steps, 'step')] : []),
        ...(typeof result.seconds === 'number' ? [formatDuration(result.seconds)] : []),
      ].join(', '),
      parameters: typeof result.parameters === 'number' ? formatCount(result.parameters) : '',
      engine: text(environment.engineDescription ?? environment.engine),
      started: text(environment.started),
      netwright: text(environment.netwright),
    };
  });
  const names = Object.keys(facts[0]!) as (keyof (typeof facts)[number])[];
  const rows = names
    .map((name) => [name, ...facts.map((own) => own[name])])
    .filter((cells) => cells.slice(1).some((cell) => cell !== ''));
  const columns = [{ heading: 'fact' }, ...runs.map(({ run }) => ({ heading: run.name }))];
  return [{ title: runs.length === 1 ? 'Run' : 'Runs', blocks: [{ kind: 'table', columns, rows }] }];
}

/** The recipes; of several runs what differs comes first. */
export function recipeSections(runs: readonly DescribedRun[]): Section[] {
  const settings = runs.map(({ run, recipe }) =>
    Object.keys(recipe).length > 0 ? flatten(recipe) : flatten(Object.fromEntries(run.hyperParameters)),
  );
  const names = [...new Set(settings.flatMap((own) => [...own.keys()]))];
  if (names.length === 0) return [];
  const differing = names.filter((name) => new Set(settings.map((own) => own.get(name))).size > 1);
  const shown = runs.length === 1 ? names.filter((name) => name !== 'network') : differing;
  const columns = [
    { heading: 'field' },
    ...runs.map(({ run }) => ({ heading: runs.length === 1 ? 'value' : run.name })),
  ];
  const rows = shown.map((name) => [name, ...settings.map((own) => shortText(own.get(name) ?? ''))]);
  const table: Block =
    rows.length === 0 ? { kind: 'text', text: 'The runs have the same recipe.' } : { kind: 'table', columns, rows };
  const whole = runs.flatMap(({ run, recipe }): Block[] => {
    if (Object.keys(recipe).length === 0) return [];
    const label = runs.length === 1 ? 'The recipe as JSON' : `The recipe of ${run.name} as JSON`;
    return [{ kind: 'code', label, text: shortText(stringifyJson(recipe, 2)) }];
  });
  return [{ title: runs.length === 1 ? 'Recipe' : 'What differs', blocks: [table, ...whole] }];
}

const shortText = (text: string) => (text.length > mostTextLength ? `${text.slice(0, mostTextLength)} …` : text);

/** The networks, layer by layer. What cannot be opened is added to `problems`. */
export async function networkSections(runs: readonly DescribedRun[], problems: string[]): Promise<Section[]> {
  const blocks: Block[] = [];
  const seen = new Set<string>();
  for (const { run } of runs) {
    if (!existsSync(join(run.folder, runFiles.model))) continue;
    try {
      const { network } = await openNetwork(run.folder);
      const summary = summarizeNetwork(network);
      const caption = `${run.name}: ${summary.inputs.join(', ')} to ${summary.outputs.join(', ')}`;
      const same = formatSummary(summary).join('\n');
      if (seen.has(same)) continue;
      seen.add(same);
      blocks.push({ kind: 'table', caption, columns: networkColumns, rows: summaryRows(summary) });
    } catch (error) {
      if (!isNetwrightError(error)) throw error;
      problems.push(error.message);
    }
  }
  return blocks.length === 0 ? [] : [{ title: 'Network', blocks }];
}

/** Texts that the runs recorded, as they are; the recipe has a section of its own. */
export function textSections(runs: readonly DescribedRun[]): Section[] {
  const blocks = runs.flatMap(({ run, recipe }) =>
    [...run.texts].flatMap(([tag, recorded]): Block[] =>
      tag === 'recipe' && Object.keys(recipe).length > 0
        ? []
        : recorded.flatMap(({ step, value }) => [
            { kind: 'heading', text: `${tag}, step ${step}${runs.length > 1 ? `, ${run.name}` : ''}` },
            { kind: 'code', text: shortText(value.join('\n')) },
          ]),
    ),
  );
  return blocks.length === 0 ? [] : [{ title: 'Texts', blocks }];
}
