import { closeSync, fstatSync, openSync, readFileSync, readSync, realpathSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { z } from 'zod';
import { FileError, isNetwrightError } from '../core/index.ts';
import { describeSystemError, readFileBytes } from '../data/index.ts';
import { createModel, decodeModel, encodeModel, type Model, type Value } from '../graph/index.ts';
import { type Network, networkFromModel, networkMetadata } from '../nn/index.ts';
import { catalogue } from '../ops/index.ts';
import { type DataDescription, dataDescriptionSchema } from './data-description.ts';
import { runFiles } from './run-folder.ts';

type Lengths = (inputs: readonly Value[]) => Readonly<Record<string, number>>;

const metadataKey = 'netwright.data';

/** A network read from a file, with what is known about it. */
export interface OpenedModel {
  /** The `.onnx` file. */
  readonly path: string;
  readonly model: Model;
  /** The network, where netwright wrote the file. */
  readonly network: Network | undefined;
  /** What the network was trained on, where netwright trained it. */
  readonly data: DataDescription | undefined;
  /** The recipe, unchecked, where the network comes from a run folder. */
  readonly recipe: Readonly<Record<string, unknown>> | undefined;
}

/** The model metadata that keep what a network has to know of its data. */
export function dataMetadata(data: DataDescription): Readonly<Record<string, string>> {
  return { [metadataKey]: JSON.stringify(data) };
}

/** The bytes of an `.onnx` file that holds a network, and what it has to know of its data. */
export function encodeNetwork(network: Network, data: DataDescription): Uint8Array<ArrayBuffer> {
  const metadata = { ...Object.fromEntries(networkMetadata(network)), ...dataMetadata(data) };
  return encodeModel(createModel(network.graph, metadata));
}

/**
 * Opens the network of a run folder or of an `.onnx` file.
 *
 * @param options.lengths lengths for open axes of the inputs, by the axis's name; none where it is left out
 * @throws FileError where there is none, or where it is damaged or not supported
 */
export async function openModel(path: string, options: { readonly lengths?: Lengths } = {}): Promise<OpenedModel> {
  const isFolder = await isFolderAt(path);
  const file = isFolder ? join(path, runFiles.model) : path;
  if (isFolder && (await isFolderAt(file).catch(() => undefined)) !== false) {
    throw new FileError(path, `has no ${runFiles.model}, so it is not the folder of a run`, {
      advice: 'Give the folder of one run, such as runs/20261122-141503-digits, or an .onnx file',
    });
  }
  const model = decodeModel(await readFileBytes(file), catalogue, {
    path: file,
    ...options,
    readExternal: (location, offset, length) => readPart(dirname(file), location, offset, length),
  });
  return {
    path: file,
    model,
    network: readNetwork(file, model),
    data: readDescription(file, model),
    recipe: isFolder ? readRecipe(join(path, runFiles.recipe)) : undefined,
  };
}

async function isFolderAt(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    throw describeSystemError(path, error);
  }
}

/** Bytes of a file in the model's folder that holds some of its tensors; a link must not lead out of the folder either. */
function readPart(folder: string, location: string, offset: number, length: number): Uint8Array {
  const path = join(folder, location);
  try {
    if (!realpathSync(path).startsWith(join(realpathSync(folder), sep))) {
      throw new FileError(path, "is a link out of the model's folder, expected a file inside it");
    }
    const file = openSync(path, 'r');
    try {
      const { size } = fstatSync(file);
      // Before anything of that length is allocated.
      if (offset + length > size) {
        throw new FileError(path, `the file ends, expected ${offset + length - size} more bytes`, { offset: size });
      }
      const bytes = new Uint8Array(length);
      for (let filled = 0; filled < length; ) {
        const read = readSync(file, bytes, filled, Math.min(length - filled, 2 ** 30), offset + filled);
        if (read === 0) throw new FileError(path, 'became shorter while it was read', { offset: offset + filled });
        filled += read;
      }
      return bytes;
    } finally {
      closeSync(file);
    }
  } catch (error) {
    throw describeSystemError(path, error);
  }
}

function readNetwork(path: string, model: Model): Network | undefined {
  try {
    return networkFromModel(model);
  } catch (error) {
    throw isNetwrightError(error) ? new FileError(path, error.message, { cause: error }) : error;
  }
}

function readDescription(path: string, model: Model): DataDescription | undefined {
  const text = model.metadata.get(metadataKey);
  return text === undefined ? undefined : parseJson(path, `metadata '${metadataKey}'`, text, dataDescriptionSchema);
}

function readRecipe(path: string): Readonly<Record<string, unknown>> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw describeSystemError(path, error);
  }
  return parseJson(path, 'the recipe', text, z.record(z.string(), z.unknown()));
}

/** JSON that netwright wrote and that someone may have changed since. Throws {@link FileError} where it does not fit. */
function parseJson<Schema extends z.ZodType>(
  path: string,
  what: string,
  text: string,
  schema: Schema,
): z.output<Schema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new FileError(path, `${what} is not valid JSON`, { cause: error });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue!.path.length === 0 ? '' : ` at ${issue!.path.join('.')}`;
  throw new FileError(path, `${what} is not as netwright writes it${place}: ${issue!.message}`);
}
