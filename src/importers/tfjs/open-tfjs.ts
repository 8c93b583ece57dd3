import { stat } from 'node:fs/promises';
import { dirname, resolve, sep } from 'node:path';
import { decodeFloat16, elementCount, FileError, type Tensor } from '../../core/index.ts';
import { readFileBytes } from '../../data/index.ts';
import type { ImportedModel } from '../imported-model.ts';
import {
  importKeras,
  isObject,
  type JsonObject,
  type NamedWeight,
  openDescription,
  parseJson,
  weightsByLayer,
} from '../keras/index.ts';

/** Bytes of all weights beyond which a model is refused. */
const mostBytes = 2 ** 31;

/**
 * Opens a `model.json` of TensorFlow.js in the format `layers-model` with the weights beside it, or, where the JSON is
 * that of Keras's `to_json()`, the model without weights.
 *
 * @throws FileError where it is neither, where weights are missing or lie outside of its folder
 */
export async function openTfjs(path: string): Promise<ImportedModel> {
  const file = parseJson(path, await readFileBytes(path));
  if (!('modelTopology' in file)) return openDescription(path, file);
  if (file.format === 'graph-model') {
    throw new FileError(path, "has the format 'graph-model', which holds no layers and cannot be trained", {
      advice: 'Convert the Keras model with --output_format=tfjs_layers_model',
    });
  }
  const { modelTopology: topology } = file;
  if (!isObject(topology)) throw new FileError(path, "'modelTopology' is no object");
  const model = isObject(topology.model_config) ? topology.model_config : topology;
  const weights = file.weightsManifest === undefined ? undefined : await readManifest(path, file.weightsManifest);
  return importKeras({
    path,
    format: 'tfjs',
    model,
    trainingConfig: file.trainingConfig ?? topology.training_config,
    kerasMajor: String(topology.keras_version ?? '').startsWith('3') ? 3 : 2,
    weights:
      weights === undefined
        ? undefined
        : (variables) =>
            weightsByLayer(path, variables, (layer) => {
              // Weights of a model within a model carry the names of its own layers.
              const own = variables.filter(({ topLayer }) => topLayer === layer);
              const names = new Set([layer, ...own.flatMap((variable) => variable.layer.split('/'))]);
              return weights.filter(({ name }) => names.has(name.slice(0, name.indexOf('/'))));
            }),
  });
}

/** Every weight of the manifest, groups and files in order. */
async function readManifest(path: string, manifest: unknown): Promise<NamedWeight[]> {
  if (!Array.isArray(manifest)) throw new FileError(path, "'weightsManifest' is no list");
  const weights: NamedWeight[] = [];
  for (const group of manifest) {
    if (!isObject(group) || !Array.isArray(group.paths) || !Array.isArray(group.weights)) {
      throw new FileError(path, "'weightsManifest' has a group without paths or weights");
    }
    const bytes = await readShards(path, group.paths);
    let offset = 0;
    for (const description of group.weights) {
      const { weight, sizeBytes } = readWeight(path, description, bytes, offset);
      offset += sizeBytes;
      if (!isObject(description) || description.group !== 'optimizer') weights.push(weight);
    }
    if (offset !== bytes.length) {
      throw new FileError(path, `the weights take ${offset} bytes, the files beside it have ${bytes.length}`);
    }
  }
  return weights;
}

async function readShards(path: string, names: readonly unknown[]): Promise<Uint8Array<ArrayBuffer>> {
  const folder = resolve(dirname(path));
  const files = names.map((name) => {
    const file = typeof name === 'string' ? resolve(folder, name) : '';
    if (file.startsWith(folder + sep)) return file;
    throw new FileError(path, `names the weights ${JSON.stringify(name)}, which lie outside of its folder`, {
      advice: 'Put model and weights into one folder',
    });
  });
  const sizes = await Promise.all(
    files.map((file) =>
      stat(file).then(
        ({ size }) => size,
        (cause: unknown) => {
          throw new FileError(path, `names the weights '${file}', which cannot be read`, { cause });
        },
      ),
    ),
  );
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > mostBytes) throw new FileError(path, `its weights have ${total} bytes, expected at most ${mostBytes}`);
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const file of files) {
    const part = await readFileBytes(file);
    bytes.set(part.subarray(0, total - offset), offset);
    offset += part.length;
  }
  return bytes;
}

const elementBytes: Readonly<Record<string, number>> = {
  float32: 4,
  int32: 4,
  bool: 1,
  uint8: 1,
  uint16: 2,
  float16: 2,
};

function readWeight(
  path: string,
  description: unknown,
  bytes: Uint8Array<ArrayBuffer>,
  offset: number,
): { weight: NamedWeight; sizeBytes: number } {
  const { name, shape, dtype, quantization } = isObject(description) ? description : ({} as JsonObject);
  const stored = isObject(quantization) ? quantization : { dtype };
  const size = elementBytes[String(stored.dtype)];
  const isShape = Array.isArray(shape) && shape.every((length) => Number.isInteger(length) && length >= 0);
  if (typeof name !== 'string' || !isShape || size === undefined) {
    throw new FileError(path, `has a weight of an unknown form: ${(JSON.stringify(description) ?? '').slice(0, 100)}`);
  }
  const count = elementCount(shape as number[]);
  if (offset + count * size > bytes.length) {
    throw new FileError(path, `weight '${name}' ends behind the last of the ${bytes.length} bytes of weights`, {
      advice: 'A file of weights is missing or cut short',
    });
  }
  const data = decode(bytes, offset, count, String(stored.dtype));
  if (isObject(quantization) && stored.dtype !== 'float16') {
    const [scale, min] = [Number(quantization.scale), Number(quantization.min)];
    for (let i = 0; i < count; i++) data[i] = data[i]! * scale + min;
  }
  const tensor: Tensor<'float32'> = { dtype: 'float32', shape: shape as number[], data };
  return { weight: { name, tensor }, sizeBytes: count * size };
}

function decode(
  bytes: Uint8Array<ArrayBuffer>,
  offset: number,
  count: number,
  dtype: string,
): Float32Array<ArrayBuffer> {
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  const read: Readonly<Record<string, (index: number) => number>> = {
    float32: (index) => view.getFloat32(4 * index, true),
    int32: (index) => view.getInt32(4 * index, true),
    uint16: (index) => view.getUint16(2 * index, true),
    float16: (index) => decodeFloat16(view.getUint16(2 * index, true)),
  };
  const element = read[dtype] ?? ((index: number) => view.getUint8(index));
  return Float32Array.from({ length: count }, (_, index) => element(index));
}
