import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { FileError } from '../core/index.ts';
import { assembleSplits } from './assemble.ts';
import type { Dataset, DatasetSplits } from './dataset.ts';
import { listFolder } from './readers/files.ts';
import { describeSystemError } from './readers/system-error.ts';
import { sources } from './sources/catalogue.ts';
import type { Place, Source } from './sources/source.ts';
import { decideStreaming, type StreamOptions } from './streaming.ts';
import type { TargetOptions } from './target.ts';

/** How to open a file or folder of data. */
export interface OpenOptions extends TargetOptions, StreamOptions {
  /** Name of the target array or column; several columns are separated by commas. Left out, the usual names are tried. */
  readonly target?: string | undefined;
  /** Columns of a table to read as inputs, in this order, such as those that a network was trained on. */
  readonly columnNames?: readonly string[] | undefined;
}

/**
 * Opens data to train or evaluate on: `.npz`, a folder of `.npy`, `.csv`, `.tsv`, Parquet, IDX files, or a folder of images. Throws
 * `FileError` where it is absent, damaged or of an unknown format, `UsageError` where the target cannot be told, and
 * `DataError` where the data does not fit together or holds texts where numbers belong. Call `validateFinite` on the result.
 */
export async function openDataset(path: string, options: OpenOptions = {}): Promise<DatasetSplits> {
  const { source, place } = await findSource(path);
  const { target, columnNames } = options;
  return assembleSplits(
    path,
    await source.read(place, { target, columnNames, withTarget: true, streaming: decideStreaming(options) }),
    options,
  );
}

/**
 * Opens data to predict from: as {@link openDataset}, and also a single `.npy` file or image, a folder of images without
 * classes, or tables and archives without a target. A target is passed over. Of several parts it takes the test part,
 * then the validation part.
 */
export async function openInputs(path: string, options: Omit<OpenOptions, keyof TargetOptions> = {}): Promise<Dataset> {
  const { source, place } = await findSource(path);
  const { target, columnNames } = options;
  const splits = assembleSplits(
    path,
    await source.read(place, { target, columnNames, withTarget: false, streaming: decideStreaming(options) }),
  );
  return splits.test ?? splits.validation ?? splits.train;
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
