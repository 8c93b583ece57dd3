import { readFileSync } from 'node:fs';
import { DataError, elementCount, fromNumbers, tensor, UsageError } from '../../core/index.ts';
import { cached } from '../array-cache.ts';
import type { RawPart, RawParts } from '../assemble.ts';
import type { NamedTensor } from '../memory-dataset.ts';
import { type Cells, readTable, rowWidth } from '../readers/read-table.ts';
import type { Table } from '../readers/table.ts';
import { findTextColumns, type Vocabularies } from '../readers/text-columns.ts';
import type { RawTarget } from '../target.ts';
import type { SourceRequest } from './source.ts';

const targetNames = ['target', 'label', 'labels', 'class', 'y'];

/** The parts of a table, whatever its format: the columns of numbers become one input, the target its own array. */
export async function readTableParts(table: Table, request: SourceRequest): Promise<RawParts> {
  const targetColumns = findTargetColumns(table, request);
  checkColumns(table, request.ignore);
  const left = new Set([...targetColumns, ...request.ignore]);
  const inputColumns = request.columnNames ?? names(table).filter((name) => !left.has(name));
  checkColumns(table, inputColumns);
  if (inputColumns.length === 0) throw new DataError(`${table.path}: no columns beside the target`);
  const position = (name: string): number => names(table).indexOf(columnOf(table, name)!);
  const inputs = [...new Set(inputColumns.map(position))];
  const targets = request.withTarget ? targetColumns.map(position) : [];
  const [only] = targets;
  const single = targets.length === 1 && table.columns[only!]!.shape.length === 0 ? only : undefined;
  const groups = targets.length === 0 || single !== undefined ? [inputs] : [inputs, targets];
  const shapes = groups.map((group) => shapeOf(table, group));

  const bytes = 4 * table.rowCount * groups.reduce((sum, group) => sum + rowWidth(table, group), 0);
  const missing = new Set(inputs.filter((index) => request.keepsMissing(table.columns[index]!.name)));
  const { arrays, cells, vocabularies } = await withTextColumns(table, inputs, request, (vocabularies) => {
    const plan = { groups, single, bytes, vocabularies, missing };
    return request.streaming.wants(bytes)
      ? readToFiles(table, plan, request.streaming.cacheFolder)
      : readToMemory(table, plan);
  });
  const field = (index: number, name: string): NamedTensor => ({
    name,
    values: { ...arrays[index]!, shape: [table.rowCount, ...shapes[index]!] },
  });
  const part: RawPart = { inputs: [field(0, 'inputs')], target: undefined };
  const targetName = fieldName(targetColumns.join(','));
  const target = cells !== undefined ? { name: targetName, values: targetOf(cells) } : undefined;
  const train = { ...part, target: groups.length > 1 ? field(1, targetName) : target };
  const featureNames = inputs.flatMap((index) => featuresOf(table, index));
  const isVector = shapes[0]!.length === 1;
  const categories = inputs.flatMap((index) => featuresOf(table, index).map(() => vocabularies.get(index)));
  return {
    parts: { train },
    ...(isVector ? { layout: 'features', columnNames: featureNames } : {}),
    ...(vocabularies.size > 0 ? { categories } : {}),
  };
}

/**
 * Reads a table with the columns of texts that its first rows show. Where a text turns up further down, all columns are
 * looked at, and it is read again if some are of texts after all.
 */
async function withTextColumns<Result>(
  table: Table,
  columns: readonly number[],
  { categoryColumns, categoriesAreKnown }: SourceRequest,
  read: (vocabularies: Vocabularies) => Promise<Result>,
): Promise<Result & { vocabularies: Vocabularies }> {
  const named = new Set(columns.filter((index) => categoryColumns.includes(table.columns[index]!.name)));
  const find = (thorough: boolean) =>
    findTextColumns(table, { columns, named, namedOnly: categoriesAreKnown, thorough });
  const vocabularies = await find(false);
  try {
    return { ...(await read(vocabularies)), vocabularies };
  } catch (error) {
    if (!(error instanceof DataError)) throw error;
    const all = await find(true);
    if (all.size === vocabularies.size) throw error;
    return { ...(await read(all)), vocabularies: all };
  }
}

interface Plan {
  readonly groups: readonly (readonly number[])[];
  readonly single: number | undefined;
  readonly vocabularies: Vocabularies;
  /** Columns whose missing values are kept as NaN. */
  readonly missing: ReadonlySet<number>;
  /** Bytes that the groups take. */
  readonly bytes: number;
}

type Arrays = readonly NamedTensor['values'][];

async function readToMemory(
  table: Table,
  { groups, single, vocabularies, missing }: Plan,
): Promise<{ arrays: Arrays; cells?: Cells | undefined }> {
  const values = groups.map((group) => new Float32Array(table.rowCount * rowWidth(table, group)));
  const filled = groups.map(() => 0);
  const request = { groups, single, vocabularies, keepsMissing: (index: number) => missing.has(index) };
  const cells = await readTable(table, request, (group, rows) => {
    // One row too many is noticed when all are counted.
    if (filled[group]! + rows.length <= values[group]!.length) values[group]!.set(rows, filled[group]!);
    filled[group]! += rows.length;
  });
  return { arrays: values.map((data) => tensor('float32', [data.length], data)), cells };
}

/** Reads a table once into files of raw float32, which are kept, so that any sample is then found at once. */
async function readToFiles(
  table: Table,
  { groups, single, bytes, vocabularies, missing }: Plan,
  cacheFolder: string,
): Promise<{ arrays: Arrays; cells?: Cells | undefined }> {
  const request = { groups, single, vocabularies, keepsMissing: (index: number) => missing.has(index) };
  const settings = ['table', table.settings, groups, single ?? null, [...vocabularies], [...missing]];
  const needed = bytes + (single === undefined ? 0 : 8 * table.rowCount);
  const subject = { source: table.path, files: table.files, settings, bytes: needed };
  const entry = await cached(cacheFolder, subject, async ({ append }) => {
    const cells = await readTable(table, request, (group, rows) => append(`${group}.f32`, bytesOf(rows)));
    if (cells === undefined) return { cells: null };
    const dictionary = cells.kind === 'text' ? [...new Set(cells.texts)] : [];
    const codes = new Map(dictionary.map((text, code) => [text, code]));
    const numbers = cells.kind === 'text' ? Float64Array.from(cells.texts, (text) => codes.get(text)!) : cells.numbers;
    append('cells.f64', bytesOf(numbers));
    return { cells: cells.kind, dictionary };
  });
  const arrays = groups.map((_, group) => ({
    dtype: 'float32' as const,
    shape: [],
    path: entry.path(`${group}.f32`),
    offset: 0,
    bigEndian: false,
  }));
  const description = entry.description as { cells: Cells['kind'] | null; dictionary?: readonly string[] };
  if (description.cells === null) return { arrays };
  const numbers = new Float64Array(new Uint8Array(readFileSync(entry.path('cells.f64'))).buffer);
  const { cells: kind, dictionary = [] } = description;
  return {
    arrays,
    cells: kind === 'text' ? { kind, texts: Array.from(numbers, (code) => dictionary[code]!) } : { kind, numbers },
  };
}

function bytesOf(values: Float32Array | Float64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

function targetOf(cells: Cells): RawTarget['values'] {
  if (cells.kind === 'text') return cells.texts;
  const { kind, numbers } = cells;
  const dtype = kind === 'integer' ? 'int64' : kind === 'boolean' ? 'bool' : 'float32';
  return fromNumbers(dtype, [numbers.length], numbers);
}

/** The shape of a sample: a vector of all columns, or what the cells of the only column are. */
function shapeOf(table: Table, group: readonly number[]): readonly number[] {
  const { shape } = table.columns[group[0]!]!;
  return group.length === 1 && shape.length > 0 ? shape : [rowWidth(table, group)];
}

/** Names of the numbers that a column gives: its own, or `name[0]`, `name[1]` for a list. */
function featuresOf(table: Table, index: number): string[] {
  const { name, shape } = table.columns[index]!;
  if (shape.length === 0) return [name];
  return Array.from({ length: elementCount(shape) }, (_, element) => `${name}[${element}]`);
}

/** The column that a name means, which may be that of a number in a list. */
function columnOf(table: Table, name: string): string | undefined {
  if (names(table).includes(name)) return name;
  const list = table.columns.find((column) => column.shape.length > 0 && column.name === name.replace(/\[\d+\]$/, ''));
  return list?.name;
}

function names(table: Table): string[] {
  return table.columns.map(({ name }) => name);
}

/** The input's field is called `inputs`, so a target column cannot be. */
function fieldName(column: string): string {
  return column === 'inputs' ? 'target' : column;
}

function checkColumns(table: Table, wanted: readonly string[]): void {
  const missing = wanted.filter((name) => columnOf(table, name) === undefined).map((name) => `'${name}'`);
  if (missing.length === 0) return;
  const columns = `${missing.length === 1 ? 'column' : 'columns'} ${missing.join(', ')}`;
  throw new DataError(`${table.path}: no ${columns}; the columns are ${names(table).join(', ')}`);
}

/** The columns that the request names, one or several separated by commas, or the one with a usual name. */
function findTargetColumns(table: Table, request: SourceRequest): readonly string[] {
  const columnNames = names(table);
  if (request.target !== undefined) {
    const wanted = columnNames.includes(request.target)
      ? [request.target]
      : request.target.split(',').map((name) => name.trim());
    if (!request.withTarget) return wanted.filter((name) => columnNames.includes(name));
    checkColumns(table, wanted);
    return wanted;
  }
  if (!request.withTarget) return [];
  const usual = columnNames.filter((name) => targetNames.includes(name.toLowerCase()));
  if (usual.length === 1) return usual;
  throw new UsageError(
    `${table.path}: which column is the target? ${usual.length === 0 ? 'None is called target, label, class or y' : `It could be ${usual.join(' or ')}`}; the columns are ${columnNames.join(', ')}`,
    { advice: 'Name it (--target NAME)' },
  );
}
