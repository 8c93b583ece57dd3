import type { DuckDBConnection, DuckDBDataChunk, DuckDBVector } from '@duckdb/node-api';
import { DataError, elementCount, FileError, isNetwrightError } from '../../core/index.ts';
import { quoteText, withDuckDb } from './duckdb.ts';
import type { Column, Table } from './table.ts';
import { adviseCategories, adviseFilling, type Vocabularies } from './text-columns.ts';

/** Which columns of a table to read, by position. */
export interface TableRequest {
  /** Groups of columns of numbers; the numbers of a row's cells lie one after another. */
  readonly groups: readonly (readonly number[])[];
  /** A column whose cells are wanted as they are, numbers or texts. */
  readonly single: number | undefined;
  /** Columns of texts among the groups, which are read as the index of each text in its vocabulary. */
  readonly vocabularies?: Vocabularies;
  /** Whether a column of the groups may have missing values, which are read as NaN. */
  readonly keepsMissing?: (index: number) => boolean;
}

/** The cells of one column. */
export type Cells =
  | { readonly kind: 'integer' | 'number' | 'boolean'; readonly numbers: Float64Array<ArrayBuffer> }
  | { readonly kind: 'text'; readonly texts: readonly string[] };

const noVocabularies: Vocabularies = new Map();
const never = (): boolean => false;

/** Takes the rows of each group in order; the array is reused afterwards. */
export type TakeRows = (group: number, values: Float32Array<ArrayBuffer>) => void;

/** Numbers that a row of a group of columns has. */
export function rowWidth(table: Table, group: readonly number[]): number {
  return group.reduce((sum, index) => sum + elementCount(table.columns[index]!.shape), 0);
}

/**
 * Reads columns of a table in one pass. Throws {@link DataError} for a missing value, a text or a number that is not finite
 * where numbers belong, a list of another length, naming file, column and row, what was found and how often;
 * {@link FileError} where a file cannot be read; `RuntimeError` where DuckDB is not installed.
 */
export function readTable(table: Table, request: TableRequest, take: TakeRows): Promise<Cells | undefined> {
  const { vocabularies = noVocabularies } = request;
  const numeric = request.groups.flat().filter((index) => !vocabularies.has(index));
  for (const index of numeric) checkNumeric(table, table.columns[index]!);
  return withDuckDb('Reading tables', async (connection) => {
    let rows = 0;
    const single = request.single === undefined ? undefined : new CellReader(table, request.single);
    try {
      for (const [index, texts] of vocabularies) {
        await connection.run(`CREATE TYPE ${vocabularyType(index)} AS ENUM (${texts.map(quoteText).join(', ')})`);
      }
      const groups = request.groups.map((group) => new GroupReader(table, group, request));
      const expressions = [...groups.flatMap((group) => group.expressions), ...(single?.expressions ?? [])];
      const relation = table.relation(new Set(numeric));
      const result = await connection.stream(`SELECT ${expressions.join(', ')} FROM ${relation}`);
      for (;;) {
        const chunk = await result.fetchChunk();
        if (chunk === null || chunk.rowCount === 0) break;
        let column = 0;
        for (const [index, group] of groups.entries()) {
          take(index, group.read(chunk, column));
          column += group.expressions.length;
        }
        single?.read(chunk, column, rows);
        rows += chunk.rowCount;
        if (rows > table.rowCount) break;
      }
    } catch (error) {
      if (isNetwrightError(error) || isSystemError(error)) throw error;
      throw (await findBadCell(connection, table, request)) ?? unreadable(table, error);
    }
    if (rows !== table.rowCount) {
      throw new FileError(table.path, `${table.rowCount} rows were counted, but ${rows} were read`, {
        advice: 'Look for a stray quote, or save the file anew',
      });
    }
    return single?.finish(() => readTexts(connection, table, request.single!));
  });
}

function isSystemError(error: unknown): boolean {
  return error instanceof Error && 'syscall' in error;
}

function checkNumeric(table: Table, { name, kind, type }: Column): void {
  if (kind === 'untyped' || kind === 'number' || kind === 'integer' || kind === 'boolean') return;
  const isTime = /^(DATE|TIME|TIMESTAMP|INTERVAL)/.test(type);
  throw new DataError(`${table.path}: column '${name}' holds ${describeType(type)}, expected numbers`, {
    advice: isTime
      ? `Replace it by numbers that mean something to the task, such as days since a certain day, the hour or the weekday, or leave it out (--ignore ${name})`
      : `Replace it by numbers, or leave it out (--ignore ${name})`,
  });
}

function describeType(type: string): string {
  if (type === 'VARCHAR' || type.startsWith('ENUM')) return 'texts';
  if (/^DATE/.test(type)) return 'dates';
  if (/^TIME/.test(type)) return 'times';
  return `values of type ${type}`;
}

/** Reads a group of columns, cell after cell, into rows of float32. */
class GroupReader {
  readonly expressions: readonly string[];
  readonly #sizes: readonly number[];
  readonly #width: number;
  /** For each column of the group whether it may hold NaN. */
  readonly #keepsMissing: readonly boolean[];
  #values = new Float32Array(0);

  constructor(
    table: Table,
    group: readonly number[],
    { vocabularies = noVocabularies, keepsMissing = never }: TableRequest,
  ) {
    this.#keepsMissing = group.map(keepsMissing);
    this.#sizes = group.map((index) => elementCount(table.columns[index]!.shape));
    this.#width = rowWidth(table, group);
    this.expressions = group.map((index) => {
      const { shape, kind } = table.columns[index]!;
      const cell = `c${index}`;
      if (vocabularies.has(index)) {
        return `coalesce(enum_code(TRY_CAST(${cell}::VARCHAR AS ${vocabularyType(index)}))::FLOAT, 'nan'::FLOAT)`;
      }
      if (shape.length > 0) {
        const flat = flatList(cell, shape.length);
        const length = elementCount(shape);
        // Lists with gaps become NaN; those of another length fail to become an array.
        const nothing = `list_resize(['nan'::FLOAT], ${length}, 'nan'::FLOAT)`;
        return `(CASE WHEN list_count(${flat}) = ${length} THEN ${flat}::FLOAT[] ELSE ${nothing} END)::FLOAT[${length}]`;
      }
      return `coalesce(${kind === 'untyped' ? cell : `${cell}::FLOAT`}, 'nan'::FLOAT)`;
    });
  }

  read(chunk: DuckDBDataChunk, firstColumn: number): Float32Array<ArrayBuffer> {
    const rows = chunk.rowCount;
    const width = this.#width;
    if (this.#values.length < rows * width) this.#values = new Float32Array(rows * width);
    const values = this.#values.subarray(0, rows * width);
    let offset = 0;
    for (const [index, size] of this.#sizes.entries()) {
      const items = floatsOf(chunk.getColumnVector(firstColumn + index), rows, size);
      if (size === width) values.set(items);
      else if (size === 1) for (let i = 0, to = offset; i < rows; i++, to += width) values[to] = items[i]!;
      else for (let i = 0; i < rows; i++) values.set(items.subarray(i * size, (i + 1) * size), i * width + offset);
      offset += size;
    }
    // The sum of finite float32 numbers in float64 is finite.
    let sum = 0;
    for (let i = 0; i < values.length; i++) sum += values[i]!;
    if (sum - sum !== 0 && !this.#mayHold(values, rows)) throw new Error('a number is missing or not finite');
    return values;
  }

  /** Whether numbers that are not finite are but NaN in columns that may have them. */
  #mayHold(values: Float32Array, rows: number): boolean {
    for (let row = 0, at = 0; row < rows; row++) {
      for (const [column, size] of this.#sizes.entries()) {
        const keeps = this.#keepsMissing[column]! && size === 1;
        for (const end = at + size; at < end; at++) {
          const value = values[at]!;
          if (value - value !== 0 && !(keeps && Number.isNaN(value))) return false;
        }
      }
    }
    return true;
  }
}

const vocabularyType = (index: number): string => `vocabulary${index}`;

const flatList = (cell: string, axes: number): string => (axes <= 1 ? cell : flatList(`flatten(${cell})`, axes - 1));

/**
 * The float32 numbers of a vector, `size` a row, without making an object of each: the vectors of @duckdb/node-api hold a typed
 * array, which they do not declare.
 */
function floatsOf(vector: DuckDBVector, rows: number, size: number): Float32Array {
  const holder = 'childData' in vector ? vector.childData : vector;
  const items = holder instanceof Object && 'items' in holder ? holder.items : undefined;
  if (!(items instanceof Float32Array) || items.length < rows * size) throw new Error('a vector of unknown form');
  return items.subarray(0, rows * size);
}

/** Reads a column whose cells may be numbers or texts; what they are is known at the end. */
class CellReader {
  readonly expressions: readonly string[];
  readonly #table: Table;
  readonly #column: Column;
  readonly #numbers: Float64Array<ArrayBuffer>;
  readonly #texts: string[] = [];
  readonly #known = new Map<string, string>();
  #finite = 0;
  #integers = true;
  #firstText: { readonly row: number; readonly text: string } | undefined;

  constructor(table: Table, index: number) {
    this.#table = table;
    this.#column = table.columns[index]!;
    const { kind, name, type, shape } = this.#column;
    if (kind === 'other' || shape.length > 0) {
      throw new DataError(`${table.path}: column '${name}' holds ${describeType(type)}, expected numbers or texts`, {
        advice: 'Name another target',
      });
    }
    const cell = `c${index}`;
    this.#numbers = new Float64Array(kind === 'text' ? 0 : table.rowCount);
    const number = kind === 'untyped' ? `TRY_CAST(trim(${cell}) AS DOUBLE)` : `${cell}::DOUBLE`;
    const isNumber = `coalesce(isfinite(${number}), false)`;
    const integer = `regexp_full_match(${cell}, '\\s*[+-]?\\d{1,15}\\s*')`;
    if (kind === 'text') this.expressions = [`${cell}::VARCHAR`];
    else if (kind !== 'untyped') this.expressions = [number];
    else this.expressions = [number, integer, `CASE WHEN ${isNumber} THEN '' ELSE ${cell} END`];
  }

  read(chunk: DuckDBDataChunk, column: number, firstRow: number): void {
    const rows = chunk.rowCount;
    if (firstRow + rows > this.#table.rowCount) return;
    const first = chunk.getColumnVector(column);
    if (this.#column.kind === 'text') {
      for (let i = 0; i < rows; i++) this.#texts.push(this.#intern(textOf(first.getItem(i))));
      return;
    }
    const texts = this.#column.kind === 'untyped' ? chunk.getColumnVector(column + 2) : undefined;
    const integers = texts && chunk.getColumnVector(column + 1);
    for (let i = 0; i < rows; i++) {
      const number = first.getItem(i);
      const isNumber = typeof number === 'number' && Number.isFinite(number);
      if (!isNumber && texts === undefined) throw new Error('a number is missing or not finite');
      this.#numbers[firstRow + i] = isNumber ? number : Number.NaN;
      if (texts === undefined) continue;
      if (isNumber) this.#finite++;
      else this.#firstText ??= { row: firstRow + i, text: textOf(texts.getItem(i)) };
      if (!isNumber && texts.getItem(i) === null) throw new Error('a text is missing');
      if (integers!.getItem(i) !== true) this.#integers = false;
    }
  }

  /** A column of a text file is numbers where most cells are. */
  async finish(readTexts: () => Promise<readonly string[]>): Promise<Cells> {
    const { kind, name } = this.#column;
    if (kind === 'text') return { kind: 'text', texts: this.#texts };
    const numbers = this.#numbers;
    if (kind === 'boolean' || kind === 'integer') return { kind, numbers };
    if (kind !== 'untyped') return { kind: 'number', numbers };
    if (2 * this.#finite <= numbers.length) return { kind: 'text', texts: await readTexts() };
    if (this.#firstText !== undefined) {
      const { row, text } = this.#firstText;
      const place = this.#table.place(row);
      throw new DataError(
        `${place.file}: column '${name}', ${place.row}: found '${text}', expected a finite number as in ${this.#finite} of ${numbers.length} rows`,
        { advice: 'Fill in or remove those rows' },
      );
    }
    return { kind: this.#integers ? 'integer' : 'number', numbers };
  }

  /** Equal texts share their memory. */
  #intern(text: string): string {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    this.#known.set(text, text);
    return text;
  }
}

function textOf(value: unknown): string {
  if (typeof value !== 'string') throw new Error('a text is missing');
  return value;
}

async function readTexts(connection: DuckDBConnection, table: Table, index: number): Promise<readonly string[]> {
  const result = await connection.stream(`SELECT c${index} FROM ${table.relation(new Set())}`);
  const known = new Map<string, string>();
  const texts: string[] = [];
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return texts;
    const vector = chunk.getColumnVector(0);
    for (let i = 0; i < chunk.rowCount; i++) {
      const text = textOf(vector.getItem(i));
      if (!known.has(text)) known.set(text, text);
      texts.push(known.get(text)!);
    }
  }
}

/** Looks the whole table over for the first cell that cannot be used, and says what is wrong with it. */
async function findBadCell(
  connection: DuckDBConnection,
  table: Table,
  { groups, single, vocabularies = noVocabularies, keepsMissing = never }: TableRequest,
): Promise<DataError | undefined> {
  const read = new Set(groups.flat());
  const numeric = new Set([...read].filter((index) => !vocabularies.has(index)));
  const wanted = [...read, ...(single === undefined || read.has(single) ? [] : [single])].sort((a, b) => a - b);
  const isBad = (index: number): string => {
    const { shape, kind } = table.columns[index]!;
    const cell = `c${index}`;
    if (shape.length > 0) {
      const flat = flatList(cell, shape.length);
      return `coalesce(len(${flat}) <> ${elementCount(shape)} OR NOT list_bool_and(list_transform(${flat}, lambda x: coalesce(isfinite(x::FLOAT), false))), true)`;
    }
    const mayMiss = read.has(index) && keepsMissing(index);
    if (vocabularies.has(index)) return mayMiss ? 'false' : `${cell} IS NULL`;
    if (mayMiss) return `(${cell} IS NOT NULL AND coalesce(isinf(TRY_CAST(${cell} AS FLOAT)), true))`;
    if (!numeric.has(index) && (kind === 'untyped' || kind === 'text')) return `${cell} IS NULL`;
    return `coalesce(NOT isfinite(TRY_CAST(${cell} AS FLOAT)), true)`;
  };
  const relation = `(SELECT row_number() OVER () AS r, * FROM ${table.relation(new Set())})`;
  try {
    const summary = wanted.map((index) => `min(r) FILTER (${isBad(index)}), count(*) FILTER (${isBad(index)})`);
    const [counts = []] = await (await connection.run(`SELECT ${summary.join(', ')} FROM ${relation}`)).getRows();
    const found = wanted
      .map((index, i) => ({ index, row: Number(counts[2 * i] ?? 0), count: Number(counts[2 * i + 1]) }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => a.row - b.row)[0];
    if (found === undefined) return undefined;
    const [cell] = await (
      await connection.run(`SELECT c${found.index}::VARCHAR FROM ${relation} WHERE r = ${found.row}`)
    ).getRows();
    return badCellError(table, {
      ...found,
      text: cell?.[0],
      isInput: groups[0]!.includes(found.index),
      isNumeric: numeric.has(found.index),
    });
  } catch {
    return undefined; // The table cannot be read at all: the first error says more.
  }
}

interface BadCell {
  readonly index: number;
  /** Counted from 1. */
  readonly row: number;
  readonly count: number;
  readonly text: unknown;
  readonly isInput: boolean;
  readonly isNumeric: boolean;
}

function badCellError(table: Table, { index, row, count, text, isInput, isNumeric }: BadCell): DataError {
  const { name, kind, shape } = table.columns[index]!;
  const expected =
    shape.length > 0
      ? `a list of ${elementCount(shape)} finite numbers as in the first row`
      : isNumeric || (kind !== 'untyped' && kind !== 'text')
        ? 'a finite number'
        : 'a value';
  const found = typeof text === 'string' ? `found '${text.slice(0, 60)}'` : 'found an empty value';
  const others = count === 1 ? '' : `; ${count} of ${table.rowCount} rows of this column are like this`;
  const place = table.place(row - 1);
  const isMissing = typeof text !== 'string' || /^\s*[+-]?nan\s*$/i.test(text);
  return new DataError(`${place.file}: column '${name}', ${place.row}: ${found}, expected ${expected}${others}`, {
    advice:
      !isInput || shape.length > 0
        ? 'Fill in or remove those rows'
        : isMissing
          ? `Fill in or remove those rows, leave the column out (--ignore ${name}), or ${adviseFilling(name, isNumeric)}`
          : `Correct or remove those rows, leave the column out (--ignore ${name}), or ${adviseCategories(name)}`,
  });
}

function unreadable(table: Table, error: unknown): FileError {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return new FileError(table.path, `cannot be read as a table (${lines.slice(0, 3).join('; ')})`, { cause: error });
}
