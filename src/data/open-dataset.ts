import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FileError, UsageError } from '../core/index.ts';
import { assembleSplits } from './assemble.ts';
import type { Dataset, DatasetSplits } from './dataset.ts';
import { listFolder } from './readers/files.ts';
import { describeSystemError } from './readers/system-error.ts';
import { sources } from './sources/catalogue.ts';
import type { Place, Source, SourceRequest } from './sources/source.ts';
import { decideStreaming, type StreamOptions } from './streaming.ts';
import type { TargetOptions } from './target.ts';

/** How the columns of a table are understood. */
export interface ColumnOptions {
  /** Columns to read as inputs, in this order, such as those that a network was trained on. */
  readonly columnNames?: readonly string[] | undefined;
  /** Columns to leave out. */
  readonly ignore?: readonly string[] | undefined;
  /** Whether missing numbers and texts of all columns, or of a column, become NaN; by default they are refused. */
  readonly keepMissing?: boolean | ((column: string) => boolean) | undefined;
  /** Columns that hold categories also where they are numbers, or many texts. */
  readonly categoryColumns?: readonly string[] | undefined;
  /** The categories of a trained network by column: no other column holds any, and other texts become NaN. */
  readonly categories?: Readonly<Record<string, readonly string[]>> | undefined;
}

/** How to open a file or folder of data. */
export interface OpenOptions extends TargetOptions, StreamOptions, ColumnOptions {
  /** Name of the target array or column; several columns are separated by commas. Left out, the usual names are tried. */
  readonly target?: string | undefined;
}

/**
 * Opens data to train or evaluate on: `.npz`, a folder of `.npy`, `.csv`, `.tsv`, Parquet, IDX files, or a folder of images. Throws
 * `FileError` where it is absent, damaged or of an unknown format, `UsageError` where the target cannot be told, and
 * `DataError` where the data does not fit together or holds texts where numbers belong. Call `validateFinite` on the result.
 */
export async function openDataset(path: string, options: OpenOptions = {}): Promise<DatasetSplits> {
  const { source, place } = await findSource(path);
  const request = requestOf(path, source, options, true);
  return encodeCategories(assembleSplits(path, await source.read(place, request), options), options);
}

/**
 * Opens data to predict from: as {@link openDataset}, and also a single `.npy` file or image, a folder of images without
 * classes, or tables and archives without a target. A target is passed over. Of several parts it takes the test part,
 * then the validation part.
 */
export async function openInputs(path: string, options: Omit<OpenOptions, keyof TargetOptions> = {}): Promise<Dataset> {
  const { source, place } = await findSource(path);
  const request = requestOf(path, source, options, false);
  const splits = encodeCategories(assembleSplits(path, await source.read(place, request)), options);
  return splits.test ?? splits.validation ?? splits.train;
}

function requestOf(
  path: string,
  { isTable = false }: Source,
  options: OpenOptions,
  withTarget: boolean,
): SourceRequest {
  const { target, columnNames, ignore = [], keepMissing = false, categories, categoryColumns = [] } = options;
  if (ignore.length > 0 && !isTable) {
    throw new UsageError(`${path}: only columns of a table can be left out, and this is none`, {
      advice: 'Leave --ignore out',
    });
  }
  const known = categories && Object.keys(categories);
  const keeps = typeof keepMissing === 'function' ? keepMissing : () => keepMissing;
  return {
    target,
    columnNames,
    withTarget,
    ignore,
    // What a trained network takes for a category that it does not know may be missing too.
    keepsMissing: (column) => keeps(column) || known?.includes(column) === true,
    categoryColumns: known ?? categoryColumns,
    categoriesAreKnown: known !== undefined,
    streaming: decideStreaming(options),
  };
}

/** Gives texts as indices of the categories that a trained network has. */
function encodeCategories(splits: DatasetSplits, { categories }: ColumnOptions): DatasetSplits {
  const { columnNames } = splits.train;
  if (categories === undefined || columnNames === undefined || splits.train.categories === undefined) return splits;
  const settled = columnNames.map((name) => (Object.hasOwn(categories, name) ? categories[name] : undefined));
  const parts = Object.entries(splits).map(([name, part]) => [name, part.withCategories?.(settled) ?? part]);
  return { train: splits.train, ...Object.fromEntries(parts) };
}

async function findSource(path: string): Promise<{ source: Source; place: Place }> {
  const place = await describePlace(path);
  const source = sources.find((candidate) => candidate.accepts(place));
  if (source === undefined) {
    throw new FileError(path, `is in no format that is read: expected ${sources.map(({ reads }) => reads).join(', ')}`);
  }
  return { source, place };
}

async function describePlace(path: string): Promise<Place> {
  try {
    const isFolder = (await stat(path)).isDirectory();
    const contents = isFolder ? await listFolder(path) : { folders: [], files: [] };
    return { path, kind: isFolder ? 'folder' : 'file', name: basename(path), contents: contents.files };
  } catch (error) {
    throw describeSystemError(path, error);
  }
}
