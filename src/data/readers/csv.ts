import type { DuckDBConnection, DuckDBResult } from '@duckdb/node-api';
import { DataError, FileError } from '../../core/index.ts';
import type { CsvOutline } from './csv-scan.ts';
import { importOptional } from './optional-package.ts';

/** Which columns of a table to read, and as what. */
interface CsvColumns {
  /** Groups of columns of numbers; each group becomes one array. */
  readonly numbers: readonly (readonly string[])[];
  /** Columns of texts. */
  readonly texts: readonly string[];
}

/** Columns read from a table. */
interface CsvValues {
  /** For each group the numbers, row after row: `rowCount` times the columns of the group. */
  readonly numbers: readonly Float32Array<ArrayBuffer>[];
  /** For each column of texts its values. */
  readonly texts: readonly string[][];
}

/**
 * Reads columns of a scanned CSV or TSV file through DuckDB, every option stated, since its guessing can drop rows. Throws
 * {@link DataError} for a missing value, and for a text, NaN or infinity where numbers belong, naming the column, the row
 * counted from 1 below the header, what was found and how often; `RuntimeError` where DuckDB is not installed.
 */
export async function readCsv(outline: CsvOutline, columns: CsvColumns): Promise<CsvValues> {
  const { DuckDBInstance } = await importOptional(
    '@duckdb/node-api',
    'Reading CSV files',
    () => import('@duckdb/node-api'),
  );
  const instance = await DuckDBInstance.create(':memory:', {
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  try {
    return await readColumns(connection, outline, columns);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

async function readColumns(connection: DuckDBConnection, outline: CsvOutline, columns: CsvColumns): Promise<CsvValues> {
  const numbers = columns.numbers.map((group) => new Float32Array(outline.rowCount * group.length));
  const texts = columns.texts.map((): string[] => []);
  const positions = new Map(outline.columnNames.map((name, index) => [name, `c${index}`]));
  const numeric = new Set(columns.numbers.flat());
  const selected = [...columns.numbers.flat(), ...columns.texts].map((name) => positions.get(name)!);
  let rows = 0;
  try {
    const table = tableExpression(outline, (name) => (numeric.has(name) ? 'FLOAT' : 'VARCHAR'));
    const result = await connection.stream(`SELECT ${selected.join(', ')} FROM ${table}`);
    rows = await copyChunks(result, outline, columns, numbers, texts);
  } catch (error) {
    throw (await findBadCell(connection, outline, columns)) ?? unreadable(outline.path, error);
  }
  if (rows !== outline.rowCount) {
    throw new FileError(outline.path, `${outline.rowCount} rows by their line ends, but ${rows} were read`, {
      advice: 'Look for a stray quote, or save the file anew',
    });
  }
  return { numbers, texts };
}

/** Copies all chunks of a result. Throws where a value is missing, a number not finite, or rows are too many. */
async function copyChunks(
  result: DuckDBResult,
  outline: CsvOutline,
  columns: CsvColumns,
  numbers: readonly Float32Array[],
  texts: readonly string[][],
): Promise<number> {
  let row = 0;
  for (;;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) return row;
    const rows = chunk.rowCount;
    if (row + rows > outline.rowCount) throw new DataError(`more than ${outline.rowCount} rows`);
    let column = 0;
    for (const [group, names] of columns.numbers.entries()) {
      const values = numbers[group]!;
      for (let j = 0; j < names.length; j++) {
        const vector = chunk.getColumnVector(column++);
        for (let i = 0; i < rows; i++) {
          const value = vector.getItem(i);
          if (typeof value !== 'number' || !Number.isFinite(value)) throw new DataError(`no number at row ${row + i}`);
          values[(row + i) * names.length + j] = value;
        }
      }
    }
    for (const values of texts) {
      const vector = chunk.getColumnVector(column++);
      for (let i = 0; i < rows; i++) {
        const value = vector.getItem(i);
        if (typeof value !== 'string') throw new DataError(`no text at row ${row + i}`);
        values.push(value);
      }
    }
    row += rows;
  }
}

/** The table as DuckDB reads it, columns named `c0`, `c1` and so on. */
function tableExpression(outline: CsvOutline, typeOf: (columnName: string) => 'FLOAT' | 'VARCHAR'): string {
  const types = outline.columnNames.map((name, index) => `'c${index}': '${typeOf(name)}'`);
  // A file's name may hold characters that DuckDB takes for a pattern over many files.
  const path = outline.path.replace(/[*?[]/g, '[$&]').replaceAll("'", "''");
  return `read_csv('${path}', auto_detect=false, header=true, delim='${outline.delimiter}', quote='"', escape='"', nullstr='', strict_mode=true, compression='none', columns={${types.join(', ')}})`;
}

/** Looks the whole file over, as texts, for the first cell that cannot be used, and says what is wrong with it. */
async function findBadCell(
  connection: DuckDBConnection,
  outline: CsvOutline,
  columns: CsvColumns,
): Promise<DataError | undefined> {
  const numeric = new Set(columns.numbers.flat());
  const wanted = outline.columnNames
    .map((name, index) => ({ name, column: `c${index}` }))
    .filter(({ name }) => numeric.has(name) || columns.texts.includes(name));
  const isBad = ({ name, column }: { name: string; column: string }): string =>
    numeric.has(name) ? `coalesce(NOT isfinite(TRY_CAST(${column} AS FLOAT)), true)` : `${column} IS NULL`;
  const table = `(SELECT row_number() OVER () AS r, * FROM ${tableExpression(outline, () => 'VARCHAR')})`;
  try {
    const summary = wanted.map((column) => `min(r) FILTER (${isBad(column)}), count(*) FILTER (${isBad(column)})`);
    const [counts = []] = await (await connection.run(`SELECT ${summary.join(', ')} FROM ${table}`)).getRows();
    const found = wanted
      .map(({ name, column }, i) => ({
        name,
        column,
        row: Number(counts[2 * i] ?? 0),
        count: Number(counts[2 * i + 1]),
      }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => a.row - b.row)[0];
    if (found === undefined) return undefined;
    const [cell] = await (
      await connection.run(`SELECT ${found.column} FROM ${table} WHERE r = ${found.row}`)
    ).getRows();
    return badCellError(outline, { ...found, text: cell?.[0], numeric: numeric.has(found.name) });
  } catch {
    return undefined; // The file cannot be read even as texts: the first error says more.
  }
}

interface BadCell {
  readonly name: string;
  readonly row: number;
  readonly count: number;
  readonly text: unknown;
  readonly numeric: boolean;
}

function badCellError(outline: CsvOutline, cell: BadCell): DataError {
  const found = typeof cell.text === 'string' ? `found '${cell.text.slice(0, 60)}'` : 'found an empty value';
  const others = cell.count === 1 ? '' : `; ${cell.count} of ${outline.rowCount} rows of this column are like this`;
  return new DataError(
    `${outline.path}: column '${cell.name}', row ${cell.row} below the header: ${found}, expected ${cell.numeric ? 'a finite number' : 'a value'}${others}`,
    {
      advice:
        cell.numeric && cell.count === outline.rowCount && typeof cell.text === 'string'
          ? 'Replace the texts by numbers, such as one column of 0 and 1 for each category, or remove the column'
          : 'Fill in or remove those rows, or remove the column',
    },
  );
}

function unreadable(path: string, error: unknown): FileError {
  const lines = (error instanceof Error ? error.message : String(error)).split('\n');
  return new FileError(path, `cannot be read as a table (${lines.slice(0, 3).join('; ')})`, { cause: error });
}
