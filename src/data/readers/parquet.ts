import type { DuckDBConnection } from '@duckdb/node-api';
import { type ConcreteShape, DataError, FileError } from '../../core/index.ts';
import { quoteName, quotePath, withDuckDb } from './duckdb.ts';
import { withFile } from './open-file.ts';
import type { Column, ColumnKind, Table } from './table.ts';

const integers = /^U?(TINY|SMALL|BIG|HUGE)INT$|^U?INTEGER$/;
const numbers = /^(FLOAT|DOUBLE|DECIMAL\(\d+,\d+\))$/;
const maximumCellAxes = 3;

/**
 * Opens Parquet files as one table; all must have the columns of the first, in that order. Lists must have one length in
 * every row, which the first row tells. Throws {@link FileError} and {@link DataError} where a file is no Parquet file, is
 * damaged, differs from the first, or where there are no rows.
 *
 * @param path the file or folder that was asked for
 * @param files the parts in order
 */
export async function openParquet(path: string, files: readonly string[]): Promise<Table> {
  for (const file of files) await checkSignature(file);
  return withDuckDb('Reading Parquet files', async (connection) => {
    const [schema, starts] = await describeFiles(connection, files);
    const rowCount = starts[files.length]!;
    if (rowCount === 0) throw new DataError(`${path}: no rows`);
    const list = `[${files.map(quotePath).join(', ')}]`;
    const firstFull = files[starts.findIndex((start) => start > 0) - 1]!;
    const columns = await shapesOfLists(connection, firstFull, schema);
    const names = columns.map(({ name }, index) => `${quoteName(name)} AS c${index}`);
    return {
      path,
      columns,
      rowCount,
      files,
      settings: '',
      relation: () => `(SELECT ${names.join(', ')} FROM read_parquet(${list}))`,
      place: (row) => {
        const part = starts.findLastIndex((start, index) => start <= row && index < files.length);
        return { file: files[part]!, row: `row ${row - starts[part]! + 1}` };
      },
    };
  });
}

/** A file begins and ends with PAR1; what an encrypted one has instead is refused here too. */
async function checkSignature(file: string): Promise<void> {
  await withFile(file, async (handle, sizeBytes) => {
    const ends = new Uint8Array(8);
    if (sizeBytes >= 12) {
      await handle.read(ends, 0, 4, 0);
      await handle.read(ends, 4, 4, sizeBytes - 4);
    }
    if (new TextDecoder().decode(ends) !== 'PAR1PAR1') {
      throw new FileError(file, 'is no Parquet file, or is cut short', { advice: 'Write it anew' });
    }
  });
}

interface ColumnType {
  readonly name: string;
  readonly type: string;
}

/** The columns that all files share, and for each file the number of rows before it, then the number of all rows. */
async function describeFiles(
  connection: DuckDBConnection,
  files: readonly string[],
): Promise<[readonly ColumnType[], readonly number[]]> {
  let first: readonly ColumnType[] | undefined;
  const starts = [0];
  for (const file of files) {
    const read = async (sql: string) => {
      try {
        return await (await connection.run(sql)).getRows();
      } catch (error) {
        throw unreadableParquet(file, error);
      }
    };
    const described = await read(`DESCRIBE SELECT * FROM read_parquet(${quotePath(file)})`);
    const columns = described.map(([name, type]) => ({ name: String(name), type: String(type) }));
    first ??= columns;
    checkSameColumns(files[0]!, first, file, columns);
    const [count] = await read(`SELECT num_rows FROM parquet_file_metadata(${quotePath(file)})`);
    starts.push(starts.at(-1)! + Number(count?.[0] ?? 0));
  }
  return [first!, starts];
}

function checkSameColumns(
  firstFile: string,
  first: readonly ColumnType[],
  file: string,
  columns: readonly ColumnType[],
): void {
  for (let i = 0; i < Math.max(first.length, columns.length); i++) {
    const [expected, found] = [first[i], columns[i]].map((column) =>
      column === undefined ? 'nothing' : `'${column.name}' of type ${column.type}`,
    );
    if (expected === found) continue;
    throw new DataError(`${file}: column ${i + 1} is ${found}, expected ${expected} as in ${firstFile}`, {
      advice: 'All parts of a table must have the same columns in the same order',
    });
  }
}

async function shapesOfLists(
  connection: DuckDBConnection,
  file: string,
  columns: readonly ColumnType[],
): Promise<Column[]> {
  const result: Column[] = [];
  for (const { name, type } of columns) {
    const axes = [...type.matchAll(/\[\d*\]/g)].length;
    const kind = kindOf(type, axes);
    const shape = kind === 'other' || axes === 0 ? [] : await shapeOfList(connection, file, name, axes);
    result.push({ name, kind, type, shape });
  }
  return result;
}

function kindOf(type: string, axes: number): ColumnKind {
  if (/^(VARCHAR$|ENUM\(.*\)$)/.test(type)) return 'text';
  const element = type.replaceAll(/\[\d*\]/g, '');
  if (axes > maximumCellAxes) return 'other';
  if (integers.test(element)) return 'integer';
  if (numbers.test(element)) return 'number';
  return element === 'BOOLEAN' && axes === 0 ? 'boolean' : 'other';
}

/** Lengths of the lists in the first row. */
async function shapeOfList(
  connection: DuckDBConnection,
  file: string,
  name: string,
  axes: number,
): Promise<ConcreteShape> {
  const cell = quoteName(name);
  const lengths = Array.from({ length: axes }, (_, axis) => `coalesce(len(${cell}${'[1]'.repeat(axis)}), 0)`);
  const [row = []] = await (
    await connection.run(`SELECT ${lengths.join(', ')} FROM read_parquet(${quotePath(file)}) LIMIT 1`)
  ).getRows();
  const shape = row.map(Number);
  if (shape.some((length) => length === 0)) {
    throw new DataError(`${file}: column '${name}', row 1: found an empty or missing list, expected one of numbers`, {
      advice: 'Lists need the same length in every row; fill in or remove those that do not',
    });
  }
  return shape;
}

/** The error for what DuckDB said about a file. */
function unreadableParquet(file: string, error: unknown): FileError {
  const said = (error instanceof Error ? error.message : String(error)).split('\n')[0];
  return new FileError(file, `cannot be read as Parquet (${said})`, {
    advice: 'The file is damaged, or encrypted, or of a newer version',
    cause: error,
  });
}
