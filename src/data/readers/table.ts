import type { ConcreteShape } from '../../core/index.ts';

/** What a column of a table holds: `untyped` cells of a text file are what they look like. */
export type ColumnKind = 'untyped' | 'number' | 'integer' | 'boolean' | 'text' | 'other';

/** A column of a table. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The type as the file names it, for messages. */
  readonly type: string;
  /** Shape of a cell: `[]` for one value, `[k]` for a list that has the same length in every row, `[h, w]` for lists of lists. */
  readonly shape: ConcreteShape;
  /** Whether an untyped column has a text among its first cells: it may hold categories. */
  readonly looksLikeText?: boolean;
}

/** A table in one or several files, open for DuckDB to read. */
export interface Table {
  /** The file or folder, for messages. */
  readonly path: string;
  readonly columns: readonly Column[];
  readonly rowCount: number;
  /** The files that make up the table, by which a change is noticed. */
  readonly files: readonly string[];
  /** Everything else that decides what is read, such as the separator. */
  readonly settings: string;
  /**
   * The table in SQL, its columns named `c0`, `c1` and so on. `numbers` holds the positions of the columns that are wanted
   * as numbers: text files read those as FLOAT and the others as VARCHAR.
   */
  relation(numbers: ReadonlySet<number>): string;
  /** Where a row lies that is counted from 0, in words: `data.csv`, `row 3 below the header`. */
  place(row: number): { readonly file: string; readonly row: string };
}
