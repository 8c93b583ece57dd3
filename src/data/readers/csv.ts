import { scanCsv } from './csv-scan.ts';
import { quotePath } from './duckdb.ts';
import type { Table } from './table.ts';

/** Opens a CSV or TSV file as a table, every option stated to DuckDB, since its guessing can drop rows. */
export async function openCsv(path: string): Promise<Table> {
  const { delimiter, columnNames, looksLikeText, rowCount } = await scanCsv(path);
  const relation = (numbers: ReadonlySet<number>): string => {
    const types = columnNames.map((_, index) => `'c${index}': '${numbers.has(index) ? 'FLOAT' : 'VARCHAR'}'`);
    return `read_csv(${quotePath(path)}, auto_detect=false, header=true, delim='${delimiter}', quote='"', escape='"', nullstr='', strict_mode=true, compression='none', columns={${types.join(', ')}})`;
  };
  return {
    path,
    columns: columnNames.map((name, index) => ({
      name,
      kind: 'untyped',
      type: 'text',
      shape: [],
      looksLikeText: looksLikeText[index]!,
    })),
    rowCount,
    files: [path],
    settings: delimiter,
    relation,
    place: (row) => ({ file: path, row: `row ${row + 1} below the header` }),
  };
}
