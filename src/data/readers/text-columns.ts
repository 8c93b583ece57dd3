import type { DuckDBConnection } from '@duckdb/node-api';
import { DataError } from '../../core/index.ts';
import { sortTexts } from '../classes.ts';
import { withDuckDb } from './duckdb.ts';
import type { Table } from './table.ts';

/** The columns of texts that are categories, by position: the texts of each by their code. */
export type Vocabularies = ReadonlyMap<number, readonly string[]>;

/** Different texts of a column that becomes categories without being asked to. */
export const maximumCategories = 100;
/** Different texts of a column that its author names as one of categories. */
export const maximumNamedCategories = 10_000;
/** Fewer different texts do not make an identifier of a column, though every row has another. */
const leastIdentifiers = 10;

/** Which columns to look at. */
export interface TextColumnRequest {
  /** The columns of inputs. */
  readonly columns: readonly number[];
  /** Those among them that are categories whatever they hold. */
  readonly named: ReadonlySet<number>;
  /** Whether no others are: a trained network knows which they were. */
  readonly namedOnly: boolean;
  /** Whether to look at columns too whose first cells are numbers. */
  readonly thorough: boolean;
}

/**
 * Finds the columns of texts among inputs and the different texts of each, in the order of their code units, or of their
 * numbers where all are numbers. A column of a text file holds texts where more than half of its cells that are not empty
 * are no numbers.
 *
 * @throws DataError for a column with more different texts than {@link maximumCategories}, or of which more than half of
 * the rows differ, unless it is named; and for a named one with more than {@link maximumNamedCategories}
 */
export async function findTextColumns(
  table: Table,
  { columns, named, namedOnly, thorough }: TextColumnRequest,
): Promise<Vocabularies> {
  const isSuspect = (index: number): boolean => {
    const { kind, looksLikeText } = table.columns[index]!;
    return kind === 'untyped' && !namedOnly && !named.has(index) && (thorough || looksLikeText === true);
  };
  const suspects = columns.filter(isSuspect);
  const certain = columns.filter((index) => {
    const { kind, shape } = table.columns[index]!;
    return shape.length === 0 && kind !== 'other' && (named.has(index) || (kind === 'text' && !namedOnly));
  });
  if (suspects.length + certain.length === 0) return new Map();
  return withDuckDb('Reading tables', async (connection) => {
    const texts = [...certain, ...(await textsAmong(connection, table, suspects))].sort((a, b) => a - b);
    const vocabularies = new Map<number, readonly string[]>();
    for (const index of texts) {
      const vocabulary = await vocabularyOf(connection, table, index, named.has(index));
      if (vocabulary.length > 0) vocabularies.set(index, vocabulary);
    }
    return vocabularies;
  });
}

async function textsAmong(
  connection: DuckDBConnection,
  table: Table,
  suspects: readonly number[],
): Promise<readonly number[]> {
  if (suspects.length === 0) return [];
  const counts = suspects.map(
    (index) => `count(*) FILTER (trim(c${index}) <> ''), count(TRY_CAST(trim(c${index}) AS FLOAT))`,
  );
  const [row = []] = await (
    await connection.run(`SELECT ${counts.join(', ')} FROM ${table.relation(new Set())}`)
  ).getRows();
  return suspects.filter((_, i) => {
    const [present, numbers] = [Number(row[2 * i]), Number(row[2 * i + 1])];
    return present > 0 && 2 * numbers < present;
  });
}

async function vocabularyOf(
  connection: DuckDBConnection,
  table: Table,
  index: number,
  isNamed: boolean,
): Promise<readonly string[]> {
  const relation = `(SELECT c${index}::VARCHAR AS c FROM ${table.relation(new Set())}) WHERE c IS NOT NULL`;
  const rows = async (sql: string) => (await connection.run(sql)).getRows();
  const limit = isNamed ? maximumNamedCategories : maximumCategories;
  const [counts] = await rows(`SELECT approx_count_distinct(c), count(*) FROM ${relation}`);
  const [about, present] = [Number(counts?.[0]), Number(counts?.[1])];
  // The estimate errs by some per cent.
  const isFar = about > 2 * limit;
  const found = isFar ? [] : await rows(`SELECT DISTINCT c FROM ${relation}`);
  const texts = found.map(([text]) => String(text));
  const distinct = isFar ? Math.min(about, present) : texts.length;
  const isIdentifier = !isNamed && distinct > leastIdentifiers && 2 * distinct > present;
  if (isIdentifier || distinct > limit) {
    const { name } = table.columns[index]!;
    const holds = `${table.path}: column '${name}' holds ${isFar ? 'about ' : ''}${distinct} different texts in ${present} rows`;
    if (isNamed) {
      throw new DataError(`${holds}, expected at most ${limit} categories`, {
        advice: `Group them, or leave the column out (--ignore ${name})`,
      });
    }
    const reason = isIdentifier
      ? ': it looks like an identifier, which tells nothing of other rows'
      : `; up to ${limit} become categories by themselves`;
    throw new DataError(`${holds}${reason}`, {
      advice: `Leave it out (--ignore ${name}), or ${adviseCategories(name)}`,
    });
  }
  const areNumbers = texts.every((text) => text.trim() !== '' && Number.isFinite(Number(text)));
  return areNumbers ? sortTexts(texts).sort((a, b) => Number(a) - Number(b)) : sortTexts(texts);
}

/** The line of a recipe that makes categories of a column, in words that end a sentence. */
export function adviseCategories(name: string): string {
  return `take it for categories all the same by the recipe's preparation: { columns: { ${key(name)}: { categories: oneHot } } }`;
}

/** The line of a recipe that fills a column in. */
export function adviseFilling(name: string, isNumeric: boolean): string {
  const fill = isNumeric ? 'mean' : '0';
  return `have them filled in by the recipe's preparation: { columns: { ${key(name)}: { missing: ${fill} } } }`;
}

function key(name: string): string {
  return /^[A-Za-z_][\w -]*$/.test(name) ? name : JSON.stringify(name);
}
