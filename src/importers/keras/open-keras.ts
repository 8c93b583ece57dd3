import { type FileHandle, open } from 'node:fs/promises';
import { FileError, GraphError, isNetwrightError, type Tensor } from '../../core/index.ts';
import { describeSystemError, readFileBytes, ZipArchive } from '../../data/index.ts';
import { type Network, withInitializers } from '../../nn/index.ts';
import type { ImportedModel, ImportNote, ModelFormat } from '../imported-model.ts';
import { Hdf5File, hdf5Signature } from './hdf5-file.ts';
import { drawVariable } from './initializers.ts';
import { kerasTraining } from './keras-training.ts';
import type { KerasVariable } from './layer-context.ts';
import { isObject, type JsonObject } from './options.ts';
import { arrange, groupedWeights, type LoadedWeights, numberedWeights } from './stored-weights.ts';
import { readTopology } from './topology.ts';
import { writeNetwork } from './write-network.ts';

/** Bytes of the largest description of an architecture. */
const longestJson = 2 ** 28;

const exportAdvice = "In Python save the whole model as one file: model.save('network.keras')";

/** What a file holds, whichever Keras wrote it. */
export interface KerasParts {
  readonly path: string;
  readonly format: ModelFormat;
  /** `{class_name, config}`. */
  readonly model: JsonObject;
  readonly trainingConfig: unknown;
  readonly kerasMajor: number;
  /** Reads the weights of variables; undefined where the file holds the architecture alone. */
  readonly weights: ((variables: readonly KerasVariable[]) => LoadedWeights | Promise<LoadedWeights>) | undefined;
}

/**
 * Opens a Keras model: `.keras`, `.h5` with architecture and weights, or the JSON of `to_json()`. What it is, its first
 * bytes tell.
 *
 * @throws FileError that names the layer where the file is damaged, refused for its size, or holds what netwright lacks
 */
export async function openKeras(path: string): Promise<ImportedModel> {
  if (await isZip(path)) return openArchive(path);
  const bytes = await readFileBytes(path);
  if (hdf5Signature.every((byte, index) => bytes[index] === byte)) return openH5(path, bytes);
  return openDescription(path, parseJson(path, bytes));
}

/** Whether a file begins as a zip archive, of which only parts need to be read. */
async function isZip(path: string): Promise<boolean> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const { buffer } = await file.read(new Uint8Array(2), 0, 2, 0);
    return buffer[0] === 0x50 && buffer[1] === 0x4b;
  } catch (error) {
    throw describeSystemError(path, error);
  } finally {
    await file?.close();
  }
}

/** A model from the JSON of `to_json()`: its weights are drawn anew. */
export function openDescription(path: string, model: JsonObject): Promise<ImportedModel> {
  return importKeras({
    path,
    format: 'keras-json',
    model,
    trainingConfig: undefined,
    kerasMajor: majorOf(model.keras_version, model),
    weights: undefined,
  });
}

async function openArchive(path: string): Promise<ImportedModel> {
  const archive = await ZipArchive.open(path);
  if (!archive.entries.has('config.json')) {
    throw new FileError(path, 'is a zip archive without config.json, so no Keras model', { advice: exportAdvice });
  }
  for (const name of ['config.json', 'metadata.json']) {
    if ((archive.entries.get(name)?.uncompressedBytes ?? 0) > longestJson) {
      throw new FileError(path, `'${name}' is larger than ${longestJson} bytes`, { advice: 'The file is damaged' });
    }
  }
  const model = parseJson(path, await archive.read('config.json'), 'config.json');
  const metadata = archive.entries.has('metadata.json')
    ? parseJson(path, await archive.read('metadata.json'), 'metadata.json')
    : {};
  const weightsName = 'model.weights.h5';
  if (!archive.entries.has(weightsName)) {
    throw new FileError(path, `has no '${weightsName}'`, { advice: exportAdvice });
  }
  return importKeras({
    path,
    format: 'keras',
    model,
    trainingConfig: model.compile_config,
    kerasMajor: majorOf(metadata.keras_version, model),
    weights: async (variables) => {
      const bytes = await archive.read(weightsName);
      return Hdf5File.use(path, bytes, (file) => numberedWeights(file, variables));
    },
  });
}

function openH5(path: string, bytes: Uint8Array): Promise<ImportedModel> {
  return Hdf5File.use(path, bytes, (file) => {
    const architecture = file.text('/', 'model_config');
    if (architecture === undefined) {
      throw new FileError(path, 'holds weights, but not the architecture that they belong to', {
        advice: exportAdvice,
      });
    }
    const training = file.text('/', 'training_config');
    const model = asObject(path, architecture, 'model_config');
    const group = file.has('model_weights') ? 'model_weights' : '/';
    const version = file.text('/', 'keras_version') ?? file.text(group, 'keras_version');
    return {
      path,
      format: 'keras-h5' as const,
      model,
      trainingConfig: training === undefined ? undefined : asObject(path, training, 'training_config'),
      kerasMajor: majorOf(version, model),
      weights: (variables: readonly KerasVariable[]) =>
        Hdf5File.use(path, bytes, (again) => groupedWeights(again, group, variables)),
    };
  }).then(importKeras);
}

function asObject(path: string, text: string, what: string): JsonObject {
  return parseJson(path, new TextEncoder().encode(text), what);
}

/** Reads JSON whose outermost value is an object. Python's NaN and Infinity, which JSON lacks, are read as null. */
export function parseJson(path: string, bytes: Uint8Array, entry?: string): JsonObject {
  const what = entry === undefined ? 'the file' : `'${entry}'`;
  let value: unknown;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    value = JSON.parse(text.replaceAll(/([[:,]\s*)-?(?:NaN|Infinity)(?=\s*[,\]}])/g, '$1null'));
  } catch (cause) {
    throw new FileError(path, `${what} is not JSON`, { advice: exportAdvice, cause });
  }
  if (isObject(value)) return value;
  throw new FileError(path, `${what} holds no object, expected the description of a Keras model`);
}

/** Version of Keras: as stated, else told by the spelling of the architecture. */
function majorOf(version: unknown, model: JsonObject): number {
  const stated = typeof version === 'string' ? Number.parseInt(version, 10) : Number.NaN;
  if (Number.isInteger(stated)) return stated;
  return typeof model.module === 'string' ? 3 : 2;
}

/** Makes a network of what a file holds. */
export async function importKeras(parts: KerasParts): Promise<ImportedModel> {
  const { path, format, model, trainingConfig, kerasMajor } = parts;
  try {
    const { network, variables, notes } = writeNetwork(readTopology(model), kerasMajor);
    const training = kerasTraining(trainingConfig);
    const reinitialize = (seed: number) => withTensors(network, drawnWeights(variables, seed));
    const loaded = await parts.weights?.(variables);
    const ownNotes: ImportNote[] =
      loaded === undefined
        ? [{ severity: 'info', message: 'The file holds no weights: they are drawn anew by its initializers.' }]
        : [];
    return {
      path,
      format,
      network: loaded === undefined ? reinitialize(0) : withTensors(network, loaded),
      recipe: training.recipe,
      notes: [...ownNotes, ...notes, ...training.notes],
      data: undefined,
      reinitialize,
    };
  } catch (error) {
    if (!isNetwrightError(error) || error instanceof FileError) throw error;
    throw new FileError(path, error.message, { cause: error });
  }
}

/** Tensors for those initializers that the network has; what leads to no output was left out of it. */
function withTensors(network: Network, tensors: ReadonlyMap<string, Tensor>): Network {
  const { initializers } = network.graph;
  return withInitializers(network, new Map([...tensors].filter(([name]) => initializers.has(name))));
}

function drawnWeights(variables: readonly KerasVariable[], seed: number): LoadedWeights {
  return new Map(
    variables.map((variable) => {
      const { name, shape, initializer, adjust, layer } = variable;
      const drawn = drawVariable(
        initializer,
        shape,
        seed,
        name,
        (message) => new GraphError(`layer '${layer}': ${message}`),
      );
      adjust?.(drawn.data);
      return [name, arrange(variable, drawn)];
    }),
  );
}
