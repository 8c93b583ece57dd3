import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { FileError, GraphError } from '../core/index.ts';
import {
  type ExportedFile,
  type ExportFormat,
  exportFormats,
  exportNetwork,
  openNetwork,
  type TensorNaming,
} from '../importers/index.ts';
import { replaceFile } from '../records/index.ts';
import { netwrightVersion } from './version.ts';

/** What `netwright export` was asked for. */
export interface ExportRequest {
  readonly model: string;
  readonly format: ExportFormat;
  readonly file?: string;
  readonly foldBatchNorm?: boolean;
  readonly naming?: TensorNaming;
  /** Whether to replace a file that exists. */
  readonly force?: boolean;
}

/** What `netwright export` wrote. */
export interface ExportResult extends Omit<ExportedFile, 'bytes'> {
  readonly file: string;
  readonly format: ExportFormat;
  readonly bytes: number;
}

/** The format that the ending of a file stands for. */
export function formatOf(file: string | undefined): ExportFormat | undefined {
  const extension = extname(file ?? '').toLowerCase();
  return (Object.keys(exportFormats) as ExportFormat[]).find((name) => exportFormats[name].extension === extension);
}

/**
 * Writes a network into a file for other programs.
 *
 * @throws FileError where the model cannot be read, or the file exists or cannot be written; GraphError naming the layer
 * that the format cannot hold
 */
export async function exportModel({
  model,
  format,
  file,
  force = false,
  ...options
}: ExportRequest): Promise<ExportResult> {
  const source = await openNetwork(model);
  const target = file ?? (await defaultFile(model, exportFormats[format].extension));
  if (resolve(target) === resolve(source.path)) {
    throw new FileError(target, 'is the model itself', { advice: 'Name another file with --output' });
  }
  if (!force && existsSync(target)) {
    throw new FileError(target, 'exists already', {
      advice: 'Name another file with --output, or replace it with --force',
    });
  }
  try {
    const { bytes, ...rest } = await exportNetwork(source, format, { ...options, version: netwrightVersion() });
    replaceFile(target, bytes);
    return { file: target, format, bytes: bytes.length, ...rest };
  } catch (error) {
    throw error instanceof GraphError ? new GraphError(`${source.path}: ${error.message}`, { cause: error }) : error;
  }
}

/** `runs/cars/cars.onnx` for a run, `cars.safetensors` for `cars.onnx`. */
async function defaultFile(model: string, extension: string): Promise<string> {
  const isFolder = (await stat(model)).isDirectory();
  const path = resolve(model);
  const name = isFolder ? basename(path) : basename(path, extname(path));
  return join(isFolder ? model : dirname(model), `${name}${extension}`);
}
