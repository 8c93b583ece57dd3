import { stat } from 'node:fs/promises';
import { extname } from 'node:path';
import { FileError, UsageError } from '../core/index.ts';
import { formatReaders, otherFormats } from './formats.ts';
import type { ImportedModel, OpenNetworkOptions } from './imported-model.ts';
import { openOnnx } from './onnx/open-onnx.ts';

/**
 * Opens a network of any framework, ready to be trained: the folder of a netwright run, or a file of one of the formats
 * in the catalogue, told by its extension.
 *
 * @throws UsageError where the path names no model, FileError where the file is absent, damaged or not supported
 */
export async function openNetwork(path: string, options: OpenNetworkOptions = {}): Promise<ImportedModel> {
  const extension = extname(path).toLowerCase();
  const reader = formatReaders.find(({ extensions }) => extensions.includes(extension));
  if (reader !== undefined) return reader.open(path, options);
  const other = otherFormats[extension];
  if (other !== undefined) throw new FileError(path, other.is, { advice: other.advice });
  const isFolder = await stat(path).then(
    (entry) => entry.isDirectory(),
    () => false,
  );
  if (isFolder) return openOnnx(path, options);
  throw new UsageError(
    `'${path}' is neither a recipe nor a model: expected a recipe (.json, .yaml, .ts, .js), the folder of a run, or a model (${modelExtensions.join(', ')})`,
  );
}

/** The extensions of model files, for messages. */
const modelExtensions: readonly string[] = formatReaders.flatMap(({ extensions }) => extensions);

/** Whether what a `.json` file holds describes a Keras or TensorFlow.js model, rather than a recipe. */
export function isModelDescription(value: Readonly<Record<string, unknown>>): boolean {
  return 'modelTopology' in value || ('class_name' in value && 'config' in value);
}
