import type { EventHyperParameters } from '../../records/index.ts';
import type { HyperparametersAnswer, HyperparameterValue, MetricSummary } from '../api.ts';
import { type BoardIndex, isJsonObject, type Run } from '../board-index/index.ts';
import { type Piece, partsOf } from '../series/index.ts';
import { toJsonNumber } from './payloads.ts';

/** Bounds of the table: a network's every layer can be a parameter, and a run can have a hundred thousand tags. */
const mostNames = 500;
const mostMetrics = 100;
const mostInGroup = 12;

type Values = ReadonlyMap<string, HyperparameterValue>;

/** Hyper-parameters of all runs that have any, with their metrics. */
export function answerHyperparameters(index: BoardIndex): HyperparametersAnswer {
  const found = [...index.runs.values()]
    .map((run) => [run, valuesOf(run)] as const)
    .filter(([, values]) => values.size > 0)
    .sort(([a], [b]) => (a.id < b.id ? -1 : 1));
  const all = [...new Set(found.flatMap(([, values]) => [...values.keys()]))];
  const differs = (name: string) => new Set(found.map(([, values]) => values.get(name) ?? null)).size > 1;
  const differing = all.filter(differs);
  const names = [...differing, ...all.filter((name) => !differs(name))].slice(0, mostNames);
  const sessions = sessionsOf(index, new Set(found.map(([run]) => run.id)));
  const scalars = found.map(([run]) => scalarsOf(sessions.get(run.id)!));
  const metrics = metricsOf(scalars);
  const rows = found.map(([run, values], row) => ({
    run: run.id,
    values: names.map((name) => values.get(name) ?? null),
    metrics: metrics.map((metric) => {
      const place = scalars[row]!.get(metric);
      return place === undefined ? null : summarize(partsOf(place.run.scalars(place.tag)).current);
    }),
  }));
  return { names, differing: Math.min(differing.length, mostNames), metrics, rows };
}

/** From the recipe, or else from TensorBoard's `hparams`. */
function valuesOf(run: Run): Values {
  const values = new Map<string, HyperparameterValue>();
  if (run.recipe !== undefined) {
    flatten('', run.recipe, values);
    return values;
  }
  for (const file of run.files.values()) {
    for (const start of file.hyperparameters.filter(isStart)) {
      for (const [name, value] of start.values)
        values.set(name, typeof value === 'number' ? toJsonNumber(value) : value);
    }
  }
  return values;
}

const isStart = (value: EventHyperParameters): value is Extract<EventHyperParameters, { kind: 'session-start' }> =>
  value.kind === 'session-start';

/** `{optimizer: {name: 'adam'}}` is `optimizer.name` = 'adam'; items of lists are told by their numbers. */
function flatten(path: string, value: unknown, into: Map<string, HyperparameterValue>): void {
  if (into.size >= mostNames) return;
  if (isJsonObject(value) || Array.isArray(value)) {
    for (const [name, part] of Object.entries(value)) flatten(path === '' ? name : `${path}.${name}`, part, into);
  } else if (['string', 'number', 'boolean'].includes(typeof value) || value === null) {
    into.set(path, value as HyperparameterValue);
  }
}

/**
 * The runs that belong to each run with hyper-parameters: itself, and those in folders below that have none of their own,
 * such as `train` and `validation` of Keras.
 */
function sessionsOf(index: BoardIndex, owners: ReadonlySet<string>): Map<string, Run[]> {
  const sessions = new Map<string, Run[]>([...owners].map((id) => [id, []]));
  for (const run of index.runs.values()) {
    let owner = run.id;
    while (!owners.has(owner) && owner !== '.')
      owner = owner.includes('/') ? owner.slice(0, owner.lastIndexOf('/')) : '.';
    sessions.get(owner)?.push(run);
  }
  return sessions;
}

/** Where a metric stands. */
interface ScalarPlace {
  readonly run: Run;
  readonly tag: string;
}

/** The scalars of a session by what they are called in the table: those of runs below with the path to these before. */
function scalarsOf(session: readonly Run[]): Map<string, ScalarPlace> {
  const [owner, ...below] = [...session].sort((a, b) => (a.id === '.' ? -1 : b.id === '.' ? 1 : a.id < b.id ? -1 : 1));
  const scalars = new Map<string, ScalarPlace>();
  for (const tag of owner!.tags.scalars) scalars.set(tag, { run: owner!, tag });
  const skipped = owner!.id === '.' ? 0 : owner!.id.length + 1;
  for (const run of below) {
    for (const tag of run.tags.scalars) scalars.set(`${run.id.slice(skipped)}/${tag}`, { run, tag });
  }
  return scalars;
}

/** Scalars that most of the runs have first; those of groups with many, one for each layer, are no metrics of a run. */
function metricsOf(scalarsOfRuns: readonly ReadonlyMap<string, ScalarPlace>[]): string[] {
  const counts = new Map<string, number>();
  for (const scalars of scalarsOfRuns) {
    const sizes = new Map<string, number>();
    for (const tag of scalars.keys()) sizes.set(groupOf(tag), (sizes.get(groupOf(tag)) ?? 0) + 1);
    for (const tag of scalars.keys()) {
      const isOfRun = groupOf(tag) === '' || sizes.get(groupOf(tag))! <= mostInGroup;
      if (isOfRun) counts.set(tag, (counts.get(tag) ?? 0) + 1);
    }
  }
  return [...counts]
    .sort(([a, first], [b, second]) => second - first || (a < b ? -1 : 1))
    .slice(0, mostMetrics)
    .map(([tag]) => tag);
}

const groupOf = (tag: string): string => tag.slice(0, tag.lastIndexOf('/') + 1);

function summarize(pieces: readonly Piece[]): MetricSummary | null {
  const last = pieces.at(-1);
  if (last === undefined) return null;
  let [minimum, maximum, nonFinite, lastValue] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, Number.NaN];
  for (const { column, begin, end } of pieces) {
    column.visitBlocks(begin, end, (block, from, to) => {
      lastValue = block.values[to - 1]!;
      const isWhole = to - from === block.length;
      if (isWhole) {
        minimum = Math.min(minimum, block.minimum);
        maximum = Math.max(maximum, block.maximum);
        nonFinite += block.nonFinite;
        return;
      }
      for (let i = from; i < to; i++) {
        const value = block.values[i]!;
        if (!Number.isFinite(value)) nonFinite++;
        else [minimum, maximum] = [Math.min(minimum, value), Math.max(maximum, value)];
      }
    });
  }
  const [least, most] = minimum <= maximum ? [minimum, maximum] : [Number.NaN, Number.NaN];
  return { last: toJsonNumber(lastValue), minimum: toJsonNumber(least), maximum: toJsonNumber(most), nonFinite };
}
