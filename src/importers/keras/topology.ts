import { GraphError } from '../../core/index.ts';
import { isObject, type JsonObject, Options } from './options.ts';

/** One output of one call of a layer. */
export interface TensorReference {
  readonly layer: string;
  readonly call: number;
  readonly output: number;
}

/** One use of a layer: what it is given, by position and by name; tensors stand as references. */
export interface LayerCall {
  readonly positional: readonly unknown[];
  readonly named: Readonly<Record<string, unknown>>;
}

/** One layer of a model, whichever Keras wrote it. */
export interface LayerTopology {
  readonly name: string;
  readonly className: string;
  /** Python module of the class. */
  readonly module: string;
  readonly config: JsonObject;
  readonly calls: readonly LayerCall[];
}

/** A Sequential or Functional model as a list of layers that call each other. */
export interface ModelTopology {
  readonly name: string;
  readonly layers: readonly LayerTopology[];
  readonly inputs: readonly TensorReference[];
  readonly outputs: readonly TensorReference[];
}

/** Layers of a model beyond which a file is taken for damaged. */
const mostLayers = 20_000;
/** Levels of lists within the arguments of a call. */
const deepestNesting = 16;

/** Classes that are models. */
export const modelClasses: readonly string[] = ['Sequential', 'Functional', 'Model'];

/** A tensor in the arguments of a call. */
export class TensorArgument {
  readonly reference: TensorReference;

  constructor(reference: TensorReference) {
    this.reference = reference;
  }
}

/**
 * Reads a Sequential or Functional model in the spelling of Keras 2, Keras 3 or tfjs.
 *
 * @param model `{class_name, config, ...}`
 * @throws GraphError where the model is of another class or its parts are missing
 */
export function readTopology(model: JsonObject): ModelTopology {
  const className = String(model.class_name);
  // Old Keras wrote the list of layers alone.
  const config = Array.isArray(model.config) ? { layers: model.config } : model.config;
  if (!modelClasses.includes(className) || !isObject(config) || !Array.isArray(config.layers)) {
    throw new GraphError(`the model is of class '${className}', expected Sequential or Functional with its layers`, {
      advice:
        'A subclassed model keeps its computation in Python: rebuild it as Functional, or export it to ONNX (`model.export("model.onnx", format="onnx")`)',
    });
  }
  const name = typeof config.name === 'string' ? config.name : 'model';
  if (config.layers.length > mostLayers) {
    throw new GraphError(`model '${name}' has ${config.layers.length} layers, expected at most ${mostLayers}`);
  }
  const layers = config.layers.map((layer, index) => readLayer(layer, `model '${name}', layer ${index}`));
  requireDistinctNames(layers, name);
  if (className === 'Sequential') return sequentialTopology(name, layers, model, config);
  const topology = {
    name,
    layers,
    inputs: references(config.input_layers, `model '${name}', input_layers`),
    outputs: references(config.output_layers, `model '${name}', output_layers`),
  };
  const numbered = { ...topology, ...renumbered(topology) };
  if (topology.inputs.length === 0 || topology.outputs.length === 0) {
    throw new GraphError(`model '${name}' names no inputs or no outputs`);
  }
  return { ...numbered, layers: withoutUnused(numbered.layers, numbered.outputs) };
}

/**
 * Calls of models within the model, numbered from 0 in order: Keras counts the call that made such a model too, but does
 * not write it.
 */
function renumbered({ layers, outputs }: Pick<ModelTopology, 'layers' | 'outputs'>) {
  const all = [...layers.flatMap((layer) => layer.calls.flatMap(referencesOf)), ...outputs];
  const numbers = new Map(
    layers
      .filter(({ className }) => modelClasses.includes(className))
      .map(({ name, calls }) => {
        const used = new Set(all.filter((reference) => reference.layer === name).map(({ call }) => call));
        const sorted = [...used].sort((a, b) => a - b);
        return [name, sorted.length === calls.length ? sorted : []] as const;
      }),
  );
  const renumber = (reference: TensorReference): TensorReference => {
    const call = numbers.get(reference.layer)?.indexOf(reference.call) ?? -1;
    return call < 0 ? reference : { ...reference, call };
  };
  const change = (value: unknown): unknown => {
    if (value instanceof TensorArgument) return new TensorArgument(renumber(value.reference));
    if (Array.isArray(value)) return value.map(change);
    return isObject(value) ? changeNamed(value) : value;
  };
  const changeNamed = (named: JsonObject) =>
    Object.fromEntries(Object.entries(named).map(([name, value]) => [name, change(value)]));
  return {
    layers: layers.map((layer) => ({
      ...layer,
      calls: layer.calls.map(({ positional, named }) => ({
        positional: positional.map(change),
        named: changeNamed(named),
      })),
    })),
    outputs: outputs.map(renumber),
  };
}

/** Names of arguments by which Keras hands masks on; where it computes them itself, so do the layers here. */
const maskArguments: readonly string[] = ['mask', 'query_mask', 'value_mask', 'key_mask'];
/** Classes of the operations that compute a mask. */
const maskOperations: readonly string[] = ['NotEqual', 'Any'];

/** Layers without the operations of Keras 3 that only compute masks. */
function withoutUnused(layers: readonly LayerTopology[], outputs: readonly TensorReference[]): LayerTopology[] {
  const operations = new Set(
    layers.filter(({ className }) => maskOperations.includes(className)).map(({ name }) => name),
  );
  if (operations.size === 0) return [...layers];
  const isMask = (value: unknown) => value instanceof TensorArgument && operations.has(value.reference.layer);
  const freed = layers.map((layer) => ({
    ...layer,
    calls: layer.calls.map(({ positional, named }) => ({
      positional,
      named: Object.fromEntries(
        Object.entries(named).filter(([name, value]) => !(maskArguments.includes(name) && isMask(value))),
      ),
    })),
  }));
  const needed = new Set(outputs.map(({ layer }) => layer));
  for (let before = -1; before !== needed.size; ) {
    before = needed.size;
    for (const { name, calls } of freed) {
      if (needed.has(name)) for (const { layer } of calls.flatMap(referencesOf)) needed.add(layer);
    }
  }
  return freed.filter(({ name }) => needed.has(name) || !operations.has(name));
}

function referencesOf({ positional, named }: LayerCall): TensorReference[] {
  return referencesIn([positional, named]);
}

/** The tensors among the arguments of a call, however deep. */
export function referencesIn(argument: unknown): TensorReference[] {
  if (argument instanceof TensorArgument) return [argument.reference];
  if (Array.isArray(argument)) return argument.flatMap(referencesIn);
  return isObject(argument) ? Object.values(argument).flatMap(referencesIn) : [];
}

function readLayer(layer: unknown, place: string): LayerTopology {
  if (!isObject(layer) || typeof layer.class_name !== 'string' || !isObject(layer.config)) {
    throw new GraphError(`${place} has no class or no options`, { advice: 'The file is damaged' });
  }
  const name = layer.name ?? layer.config.name;
  if (typeof name !== 'string' || name === '') throw new GraphError(`${place} has no name`);
  const calls = Array.isArray(layer.inbound_nodes) ? layer.inbound_nodes.map((node) => readCall(node, place)) : [];
  const registered = typeof layer.registered_name === 'string' ? layer.registered_name : '';
  return {
    name,
    // A custom class has a package before its name, which tells it from one of Keras's own.
    className: registered.includes('>') && !registered.startsWith('keras') ? registered : layer.class_name,
    module: typeof layer.module === 'string' ? layer.module : '',
    config: layer.config,
    calls,
  };
}

/** Keras 3: `{args, kwargs}`; Keras 2: a list of `[layer, call, output, kwargs]`. */
function readCall(node: unknown, place: string): LayerCall {
  if (isObject(node)) {
    if (!Array.isArray(node.args)) throw new GraphError(`${place} is called without arguments`);
    const named = isObject(node.kwargs) ? node.kwargs : {};
    return { positional: node.args.map((value) => argument(value, place)), named: namedArguments(named, place) };
  }
  if (!Array.isArray(node)) throw new GraphError(`${place} has a call that is neither object nor list`);
  const entries: unknown[] = isReference(node) ? [node] : node;
  const positional = entries.map((entry) => {
    if (!isReference(entry)) throw new GraphError(`${place} has a call of an unknown form: ${shorten(entry)}`);
    return new TensorArgument(toReference(entry));
  });
  const named = entries.map((entry) => (entry as unknown[])[3]).find(isObject) ?? {};
  return { positional, named: namedArguments(named, place) };
}

function namedArguments(named: JsonObject, place: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(named).map(([name, value]) => [name, argument(value, place)]));
}

function argument(value: unknown, place: string, depth = 0): unknown {
  if (depth > deepestNesting) throw new GraphError(`${place} is called with lists within lists`);
  if (Array.isArray(value)) {
    if (isReference(value)) return new TensorArgument(toReference(value));
    return value.map((element) => argument(element, place, depth + 1));
  }
  if (!isObject(value)) return value;
  if (value.class_name === '__keras_tensor__' && isObject(value.config)) {
    const history = value.config.keras_history;
    if (!isReference(history)) throw new GraphError(`${place} is called with a tensor without history`);
    return new TensorArgument(toReference(history));
  }
  return namedArguments(value, place);
}

type StoredReference = readonly [string, number, number, ...unknown[]];

function isReference(value: unknown): value is StoredReference {
  return (
    Array.isArray(value) &&
    value.length >= 3 &&
    typeof value[0] === 'string' &&
    Number.isInteger(value[1]) &&
    Number.isInteger(value[2])
  );
}

function toReference([layer, call, output]: StoredReference): TensorReference {
  return { layer, call, output };
}

function references(value: unknown, place: string, depth = 0): TensorReference[] {
  if (isReference(value)) return [toReference(value)];
  if (depth > deepestNesting) throw new GraphError(`${place}: lists within lists`);
  if (Array.isArray(value)) return value.flatMap((element) => references(element, place, depth + 1));
  if (isObject(value)) return Object.values(value).flatMap((element) => references(element, place, depth + 1));
  throw new GraphError(`${place} is ${shorten(value)}, expected [layer, call, output]`);
}

function shorten(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

function requireDistinctNames(layers: readonly LayerTopology[], model: string): void {
  const names = new Set<string>();
  for (const { name } of layers) {
    if (names.has(name)) throw new GraphError(`model '${model}' has two layers of the name '${name}'`);
    names.add(name);
  }
}

/** A Sequential model as a chain of calls, with an input layer in front. */
function sequentialTopology(
  name: string,
  layers: readonly LayerTopology[],
  model: JsonObject,
  config: JsonObject,
): ModelTopology {
  if (layers.length === 0) throw new GraphError(`model '${name}' has no layers`);
  const chain = [...layers];
  if (chain[0]!.className !== 'InputLayer') chain.unshift(inputOf(chain[0]!, model, config, name));
  const calls = chain.map((layer, index) => {
    const before = chain[index - 1];
    if (before === undefined) return layer;
    const input = new TensorArgument({ layer: before.name, call: 0, output: 0 });
    return { ...layer, calls: [{ positional: [input], named: {} }] };
  });
  return {
    name,
    layers: calls,
    inputs: [{ layer: chain[0]!.name, call: 0, output: 0 }],
    outputs: [{ layer: chain.at(-1)!.name, call: 0, output: 0 }],
  };
}

function inputOf(first: LayerTopology, model: JsonObject, config: JsonObject, name: string): LayerTopology {
  const built = isObject(model.build_config) ? model.build_config.input_shape : undefined;
  // A model inside a model may say nothing: it is given its input. Only a model of its own needs the shape.
  const shape =
    first.config.batch_input_shape ??
    first.config.batch_shape ??
    config.build_input_shape ??
    built ??
    modelShape(first);
  return {
    name: `${first.name}_input`,
    className: 'InputLayer',
    module: 'keras.layers',
    config: { name: `${first.name}_input`, batch_shape: shape ?? null, dtype: 'float32', sequential: name },
    calls: [],
  };
}

/** The input of a Sequential model whose first layer is a model. */
function modelShape(first: LayerTopology): unknown {
  if (!modelClasses.includes(first.className) || !Array.isArray(first.config.layers)) return undefined;
  const [inner]: unknown[] = first.config.layers;
  if (!isObject(inner) || !isObject(inner.config)) return undefined;
  return inner.config.batch_shape ?? inner.config.batch_input_shape;
}

/** The shape of one sample that an input layer declares; null stands for a length that is not known. */
export function inputShape(layer: LayerTopology): (number | null)[] {
  const options = new Options(`layer '${layer.name}' (InputLayer)`, layer.config);
  const shape = layer.config.batch_shape ?? layer.config.batch_input_shape;
  const isLength = (length: unknown) =>
    length === null || (typeof length === 'number' && Number.isInteger(length) && length > 0 && length < 2 ** 31);
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > 8 || !shape.every(isLength)) {
    throw options.error(
      `the shape of the input is ${shorten(shape)}, expected [null, ...]`,
      'Build the model before it is saved: start it with keras.Input(shape), or call it once on data',
    );
  }
  return shape.slice(1);
}
