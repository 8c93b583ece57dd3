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
  const metrics = metricsOf(found.map(([run]) => run));
  const rows = found.map(([run, values]) => ({
    run: run.id,
    values: names.map((name) => values.get(name) ?? null),
    metrics: metrics.map((tag) => summarize(partsOf(run.scalars(tag)).current)),
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

/** Scalars that most of the runs have first; those of groups with many, one for each layer, are no metrics of a run. */
function metricsOf(runs: readonly Run[]): string[] {
  const counts = new Map<string, number>();
  for (const { tags } of runs) {
    const sizes = new Map<string, number>();
    for (const tag of tags.scalars) sizes.set(groupOf(tag), (sizes.get(groupOf(tag)) ?? 0) + 1);
    for (const tag of tags.scalars) {
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
