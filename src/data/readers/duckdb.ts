import type { DuckDBConnection } from '@duckdb/node-api';
import { importOptional } from './optional-package.ts';

/**
 * Opens DuckDB in memory for the time of `use`. It keeps to itself: no extension is looked for on the network, which CSV and
 * Parquet do not need. Throws `RuntimeError` where DuckDB is not installed.
 */
export async function withDuckDb<T>(purpose: string, use: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
  const { DuckDBInstance } = await importOptional('@duckdb/node-api', purpose, () => import('@duckdb/node-api'));
  const instance = await DuckDBInstance.create(':memory:', {
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    // The rows of a result are read in their order, a bounded number ahead.
    preserve_insertion_order: 'true',
    memory_limit: '512MB',
  });
  const connection = await instance.connect();
  try {
    return await use(connection);
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

/** A text as SQL writes it. */
export function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** A name as SQL writes it. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A path as DuckDB's readers take it, for whom some characters stand for many files. */
export function quotePath(path: string): string {
  return quoteText(path.replace(/[*?[]/g, '[$&]'));
}
