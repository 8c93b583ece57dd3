import type { RawParts } from '../assemble.ts';
import type { Streaming } from '../streaming.ts';

/** A path that data is to be read from. */
export interface Place {
  readonly path: string;
  readonly kind: 'file' | 'folder';
  /** The last part of the path. */
  readonly name: string;
  /** Names of the files in a folder, sorted; hidden ones are left out. */
  readonly contents: readonly string[];
}

/** What is wanted of a source. */
export interface SourceRequest {
  /** Name of the target, where the caller gave one. */
  readonly target: string | undefined;
  /** Whether the target is needed, to train or evaluate; otherwise it is passed over. */
  readonly withTarget: boolean;
  /** Columns to read as inputs, in this order; left out, all but the target. */
  readonly columnNames: readonly string[] | undefined;
  /** Columns to leave out. */
  readonly ignore: readonly string[];
  /** Whether missing values of a column become NaN; otherwise they are refused. */
  readonly keepsMissing: (column: string) => boolean;
  /** Columns that hold categories whatever they look like. */
  readonly categoryColumns: readonly string[];
  /** Whether no other columns do. */
  readonly categoriesAreKnown: boolean;
  /** What is to be streamed from disk. */
  readonly streaming: Streaming;
}

/** One format that data comes in: an entry of the catalogue in `catalogue.ts`. */
export interface Source {
  /** What it reads, for messages. */
  readonly reads: string;
  /** Whether it reads tables, whose columns can be chosen. */
  readonly isTable?: boolean;
  accepts(place: Place): boolean;
  /** Reads the data. Throws `FileError`, `DataError` or `UsageError`. */
  read(place: Place, request: SourceRequest): Promise<RawParts>;
}
