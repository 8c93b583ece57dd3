import { axisOver, type HyperparametersAnswer, type HyperparameterValue } from '../../api/contract.ts';
import { shortNumber } from '../../lib/numbers-as-text.ts';

/** Which number of a curve is the metric of a run. */
export type Statistic = 'last' | 'minimum' | 'maximum';

/** A hyper-parameter or a metric of all runs. */
export interface Column {
  /** In the address: `p:` or `m:` and the name. */
  readonly key: string;
  readonly title: string;
  readonly isMetric: boolean;
  readonly isNumeric: boolean;
  /** Whether runs differ in it. */
  readonly differs: boolean;
  readonly isEmpty: boolean;
  /** Whether numbers are placed by their logarithms. */
  readonly isLogarithmic: boolean;
  /** What is at the ends and between, to be written along an axis; shares from the foot. */
  readonly ticks: readonly { readonly share: number; readonly text: string }[];
  readonly cellOf: (run: string) => HyperparameterValue;
  /** Place along the axis from 0 to 1; undefined for what is absent or not finite. */
  readonly shareOf: (run: string) => number | undefined;
}

const words = new Set<HyperparameterValue>(['NaN', 'Infinity', '-Infinity']);

/** A value of a cell. */
export function cellText(value: HyperparameterValue): string {
  if (value === null) return '';
  if (typeof value === 'number') return shortNumber(value, 5);
  return words.has(value) ? shortNumber(Number(value)) : String(value);
}

/** All columns that any of the runs shown has a value in: hyper-parameters that differ first, then metrics, then the others. */
export function columnsOf(answer: HyperparametersAnswer, runs: ReadonlySet<string>, statistic: Statistic): Column[] {
  const rows = answer.rows.filter(({ run }) => runs.has(run));
  const parameters = answer.names.map((name, i) =>
    columnOf(`p:${name}`, name, new Map(rows.map((row) => [row.run, row.values[i] ?? null]))),
  );
  const metrics = answer.metrics.map((name, i) =>
    columnOf(`m:${name}`, name, new Map(rows.map((row) => [row.run, row.metrics[i]?.[statistic] ?? null]))),
  );
  const ordered = [
    ...parameters.filter(({ differs }) => differs),
    ...metrics,
    ...parameters.filter(({ differs }) => !differs),
  ];
  return ordered.filter(({ isEmpty }) => !isEmpty);
}

const mostParameters = 6;
const mostMetrics = 3;
const usualMetrics = [/^metric\/.*\/val$/, /^(loss\/val|val[_/]loss|validation[_/]loss)/i, /acc/i, /loss/i];

/** An item of a list, as a layer's: `network.3.units`. */
const isItem = ({ title }: Column): boolean => /\.\d+(\.|$)/.test(title);

/** What is shown until a user chooses: some that differ, and the metrics that one asks for first. */
export function usualColumns(columns: readonly Column[]): Column[] {
  const all = columns.filter(({ isMetric, title }) => !isMetric && !/^(name|data)$/.test(title));
  const differing = all.filter(({ differs }) => differs);
  const parameters = (differing.length > 0 ? differing : all).sort((a, b) => Number(isItem(a)) - Number(isItem(b)));
  const rank = ({ title }: Column): number => {
    const place = usualMetrics.findIndex((pattern) => pattern.test(title));
    return place < 0 ? usualMetrics.length : place;
  };
  const metrics = columns.filter(({ isMetric }) => isMetric).sort((a, b) => rank(a) - rank(b));
  return [...parameters.slice(0, mostParameters), ...metrics.slice(0, mostMetrics)];
}

function columnOf(key: string, title: string, values: ReadonlyMap<string, HyperparameterValue>): Column {
  const present = [...values.values()].filter((value) => value !== null);
  const isNumeric = present.every((value) => typeof value === 'number' || words.has(value));
  const cellOf = (run: string): HyperparameterValue => values.get(run) ?? null;
  const differs = new Set(values.values()).size > 1;
  const base = {
    key,
    title,
    isMetric: key.startsWith('m:'),
    isNumeric,
    differs,
    isEmpty: present.length === 0,
    cellOf,
  };
  if (!isNumeric) {
    const choices = [...new Set(present.map(String))].sort();
    const place = (text: string): number => (choices.length < 2 ? 0.5 : choices.indexOf(text) / (choices.length - 1));
    return {
      ...base,
      isLogarithmic: false,
      ticks: choices.map((text) => ({ share: place(text), text })),
      shareOf: (run) => (cellOf(run) === null ? undefined : place(String(cellOf(run)))),
    };
  }
  const axis = axisOver([present.map(Number)]);
  const ends = axis === undefined ? [] : axis.least === axis.most ? [axis.least] : [axis.least, axis.most];
  return {
    ...base,
    isLogarithmic: axis?.isLogarithmic === true,
    ticks: ends.map((value) => ({ share: axis!.shareOf(value), text: shortNumber(value, 3) })),
    shareOf(run) {
      const value = cellOf(run);
      const share = value === null || axis === undefined ? Number.NaN : axis.shareOf(Number(value));
      return Number.isFinite(share) ? share : undefined;
    },
  };
}

/** Orders runs by a column: numbers by size, words by letters, absent ones and NaN last either way. */
export function compareBy({ cellOf, isNumeric }: Column, isDescending: boolean): (a: string, b: string) => number {
  const sign = isDescending ? -1 : 1;
  const isLast = (value: HyperparameterValue): boolean => value === null || value === 'NaN';
  return (a, b) => {
    const [x, y] = [cellOf(a), cellOf(b)];
    if (isLast(x) || isLast(y)) return Number(isLast(x)) - Number(isLast(y));
    if (isNumeric) return sign * (Number(x) - Number(y) || 0);
    return sign * (String(x) < String(y) ? -1 : String(x) > String(y) ? 1 : 0);
  };
}
