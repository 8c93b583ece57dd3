import { type DataType, formatShape, GraphError, suggestion } from '../../core/index.ts';
import { GraphBuilder, type Value } from '../../graph/index.ts';
import type { Network, NetworkLayer, Penalty } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import { eliminateDeadNodes } from '../../passes/index.ts';
import type { ImportNote } from '../imported-model.ts';
import { describeKerasInitializer } from './initializers.ts';
import { type ImportState, type KerasVariable, LayerContext, type Place, tensorsOf } from './layer-context.ts';
import { findLayer, layerNames } from './layers/index.ts';
import { isObject, Options } from './options.ts';
import { readPenalty } from './penalties.ts';
import {
  inputShape,
  type LayerTopology,
  type ModelTopology,
  modelClasses,
  readTopology,
  referencesIn,
  TensorArgument,
  type TensorReference,
} from './topology.ts';

/** Models within models beyond which a file is taken for damaged. */
const deepestNesting = 32;

/** A network whose weights are still zero, and what each of them is in Keras. */
export interface WrittenNetwork {
  readonly network: Network;
  readonly variables: readonly KerasVariable[];
  readonly notes: readonly ImportNote[];
}

/**
 * Writes a Keras model as a graph. Inputs and outputs have Keras's layout; between them images stay channels-first.
 *
 * @param kerasMajor version of the Keras that wrote the file
 * @throws GraphError naming the layer that is not known or whose input does not fit
 */
export function writeNetwork(topology: ModelTopology, kerasMajor: number): WrittenNetwork {
  const builder = new GraphBuilder(catalogue, topology.name);
  const summaries = new Map<string, { kind: string; output: Value }>();
  const state: ImportState = {
    builder,
    variables: new Map(),
    notes: [],
    kerasMajor,
    channelsFirst: new Map(),
    activityPenalties: [],
    counts: new Map(),
    masks: new Map(),
    apply: (layer, place, inputs) => applyLayer(state, summaries, layer, place, inputs, {}, 1),
  };
  const place = { name: '', layer: '', path: '', topLayer: '', frozen: false };
  const outputs = writeModel(state, summaries, topology, place, undefined, 0);
  topology.outputs.forEach(({ layer }, index) => {
    builder.withLayer(layer, () => builder.output(outputs[index]!, outputName(builder, layer)));
  });
  const { graph } = eliminateDeadNodes(builder.build(), new Set());
  const variables = [...state.variables.values()];
  const used = variables.filter(({ name }) => graph.initializers.has(name));
  // Where channels stay first the value with channels last may be gone.
  const liveName = (value: Value) =>
    [value, state.channelsFirst.get(value.name)].find((held) => held !== undefined && graph.types.has(held.name))?.name;
  const layers = [...summaries].flatMap(([name, { kind, output }]): NetworkLayer[] => {
    const live = liveName(output);
    return live === undefined ? [] : [summaryOf(name, kind, live, used)];
  });
  const activations = state.activityPenalties.flatMap(({ value, penalty }) => {
    const live = liveName(value);
    return live === undefined ? [] : [[live, penalty] as const];
  });
  const network: Network = {
    graph,
    parameters: layers.flatMap((layer) => layer.parameters),
    layers,
    ...penaltiesOf(used, activations),
  };
  return { network, variables, notes: state.notes };
}

/** Penalties and constraints, where there are any. */
function penaltiesOf(
  variables: readonly KerasVariable[],
  activations: readonly (readonly [string, Penalty])[],
): Pick<Network, 'regularization' | 'constraints'> {
  const parameters = variables.flatMap(({ name, penalty }) =>
    penalty === undefined ? [] : [[name, penalty] as const],
  );
  const constraints = variables.flatMap(({ name, constraint }) =>
    constraint === undefined ? [] : [[name, constraint] as const],
  );
  const isPenalized = parameters.length + activations.length > 0;
  return {
    ...(isPenalized
      ? { regularization: { parameters: Object.fromEntries(parameters), activations: Object.fromEntries(activations) } }
      : {}),
    ...(constraints.length > 0 ? { constraints: Object.fromEntries(constraints) } : {}),
  };
}

function outputName(builder: GraphBuilder, layer: string): string {
  return builder.hasValue(layer) ? builder.uniqueName(`${layer}_output`) : layer;
}

function summaryOf(name: string, kind: string, output: string, variables: readonly KerasVariable[]): NetworkLayer {
  const own = variables.filter(({ layer }) => layer === name);
  const frozen = own.filter((variable) => variable.frozen);
  const first = own.find(({ trained }) => trained);
  return {
    name,
    kind,
    output,
    parameters: own.filter(({ trained }) => trained).map((variable) => variable.name),
    ...(frozen.length === 0 ? {} : { frozen: frozen.map((variable) => variable.name) }),
    ...(first === undefined ? {} : { initializer: describeKerasInitializer(first.initializer) }),
  };
}

type Summaries = Map<string, { kind: string; output: Value }>;

/** Writes the calls of a model's layers as soon as what they take is there; returns the model's outputs. */
function writeModel(
  state: ImportState,
  summaries: Summaries,
  topology: ModelTopology,
  place: Place,
  given: readonly Value[] | undefined,
  depth: number,
): Value[] {
  if (depth > deepestNesting) throw new GraphError(`more than ${deepestNesting} models within models`);
  const values = new Map<string, readonly Value[]>();
  const key = (layer: string, call: number) => `${call} ${layer}`;
  const find = ({ layer, call, output }: TensorReference) => values.get(key(layer, call))?.[output];
  if (given !== undefined && given.length !== topology.inputs.length) {
    throw new GraphError(
      `model '${topology.name}' is given ${given.length} inputs, expected ${topology.inputs.length}`,
    );
  }
  topology.inputs.forEach((reference, index) => {
    const layer = topology.layers.find(({ name }) => name === reference.layer);
    if (layer?.className !== 'InputLayer') {
      throw new GraphError(`model '${topology.name}' names '${reference.layer}' as input, which is no input layer`);
    }
    values.set(key(layer.name, 0), [given?.[index] ?? writeInput(state, layer)]);
  });

  const paths = weightPaths(topology.layers, place.path);
  let pending = topology.layers.flatMap((layer, index) =>
    layer.calls.map((call, number) => ({ layer, call, number, path: paths[index]! })),
  );
  while (pending.length > 0) {
    const waiting = pending.filter(({ layer, call, number, path }) => {
      const wanted = referencesIn([call.positional, call.named]);
      if (wanted.some((reference) => find(reference) === undefined)) return true;
      const resolve = (tensor: TensorArgument) => find(tensor.reference)!;
      const name = place.name === '' ? layer.name : `${place.name}/${layer.name}`;
      const layerPlace = {
        name,
        layer: name,
        path,
        topLayer: place.topLayer === '' ? layer.name : place.topLayer,
        frozen: place.frozen || layer.config.trainable === false,
      };
      const inputs = positionalInputs(state, call.positional, resolve);
      const named = Object.fromEntries(
        Object.entries(call.named).map(([argument, value]) => [argument, resolved(value, resolve)]),
      );
      values.set(key(layer.name, number), applyLayer(state, summaries, layer, layerPlace, inputs, named, depth + 1));
      return false;
    });
    if (waiting.length === pending.length) throw unreachable(topology, waiting[0]!.layer, waiting[0]!.call);
    pending = waiting;
  }
  return topology.outputs.map((reference) => {
    const value = find(reference);
    if (value !== undefined) return value;
    throw new GraphError(
      `model '${topology.name}' names output ${reference.output} of call ${reference.call} of layer '${reference.layer}', which it lacks`,
    );
  });
}

/** A tensor argument, or a list of such, as values; anything else as it is. */
function resolved(argument: unknown, resolve: (tensor: TensorArgument) => Value): unknown {
  if (argument instanceof TensorArgument) return resolve(argument);
  return Array.isArray(argument) ? argument.map((element) => resolved(element, resolve)) : argument;
}

/** Tensors by position; numbers beside them, as in `x + 1`, become constants. */
function positionalInputs(
  state: ImportState,
  positional: readonly unknown[],
  resolve: (tensor: TensorArgument) => Value,
): Value[] {
  return positional.flatMap((argument) =>
    typeof argument === 'number' ? [state.builder.scalar(argument)] : tensorsOf(argument, resolve),
  );
}

function unreachable(topology: ModelTopology, layer: LayerTopology, call: LayerTopology['calls'][number]): GraphError {
  const known = new Set(topology.layers.map(({ name }) => name));
  const missing = referencesIn([call.positional, call.named]).find((reference) => !known.has(reference.layer));
  if (missing !== undefined) {
    return new GraphError(
      `layer '${layer.name}' takes the output of '${missing.layer}', which model '${topology.name}' lacks`,
    );
  }
  return new GraphError(`layer '${layer.name}' waits for its own output: the layers form a circle`);
}

/** Where Keras 3 stores each layer's variables: by class and number, whatever the layers' names. */
function weightPaths(layers: readonly LayerTopology[], path: string): string[] {
  const used = new Map<string, number>();
  return layers.map(({ className }) => {
    const stem = snakeCase(className.slice(className.lastIndexOf('>') + 1));
    const count = used.get(stem) ?? 0;
    used.set(stem, count + 1);
    return `${path === '' ? '' : `${path}/`}layers/${count === 0 ? stem : `${stem}_${count}`}`;
  });
}

function snakeCase(name: string): string {
  return name
    .replaceAll(/\W+/g, '')
    .replaceAll(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replaceAll(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

function applyLayer(
  state: ImportState,
  summaries: Summaries,
  layer: LayerTopology,
  place: Place,
  inputs: readonly Value[],
  named: Readonly<Record<string, unknown>>,
  depth: number,
): readonly Value[] {
  if (depth > deepestNesting) throw new GraphError(`more than ${deepestNesting} layers within layers`);
  if (modelClasses.includes(layer.className)) {
    const inner = readTopology({ class_name: layer.className, config: layer.config });
    return writeModel(state, summaries, inner, place, inputs, depth);
  }
  const options = new Options(`layer '${place.name}' (${layer.className})`, layer.config);
  const definition = findLayer(layer);
  if (definition === undefined) throw unknownLayer(layer, options);
  if (isObject(named.mask)) throw options.error('is called with a mask of your own, which is not supported');
  const context = new LayerContext(state, place, options, inputs, named);
  const written = state.builder.withLayer(place.layer, () => definition.write(context));
  const outputs = isList(written) ? written : [written];
  const activity = readPenalty(layer.config.activity_regularizer, options.place);
  if (activity !== undefined) state.activityPenalties.push({ value: outputs[0]!, penalty: activity });
  const mask = inputs.map((input) => state.masks.get(input.name)).find((known) => known !== undefined);
  const [output] = outputs;
  const keepsSteps = output !== undefined && output.shape.length > 2 && output.shape[1] === inputs[0]?.shape[1];
  if (mask !== undefined && keepsSteps && definition.mask !== 'drops' && !state.masks.has(output.name)) {
    state.masks.set(output.name, mask);
  }
  if (place.name === place.layer && !summaries.has(place.name)) {
    summaries.set(place.name, { kind: layer.className, output: outputs[0]! });
  }
  return outputs;
}

function isList(written: Value | readonly Value[]): written is readonly Value[] {
  return Array.isArray(written);
}

function unknownLayer(layer: LayerTopology, options: Options): GraphError {
  const isCustom = layer.className.includes('>') || (layer.module !== '' && !layer.module.startsWith('keras'));
  const what =
    layer.className === 'Lambda'
      ? 'holds Python code, which only Python can run'
      : isCustom
        ? 'is a class of your own, whose computation is Python'
        : `is not supported yet${suggestion(layer.className, layerNames)}`;
  return options.error(
    what,
    `Build it of the ${layerNames.length} classes that are (docs/keras.md lists them), export the model to ONNX, or ask for '${layer.className}' in an issue of netwright with this line and the model's to_json()`,
  );
}

const inputTypes: Readonly<Record<string, DataType>> = {
  int32: 'int64',
  int64: 'int64',
  uint8: 'float32',
  bool: 'float32',
};

function writeInput(state: ImportState, layer: LayerTopology): Value {
  const shape = inputShape(layer).map((length, axis) => length ?? `${layer.name}_${axis + 1}`);
  const { dtype } = layer.config;
  const stated = isObject(dtype) && isObject(dtype.config) ? dtype.config.name : dtype;
  if (stated === 'string') {
    throw new GraphError(`layer '${layer.name}' (InputLayer): the input is text, expected numbers`, {
      advice: 'Encode the text as numbers before the network',
    });
  }
  const open = shape.some((length) => typeof length === 'string');
  if (open) {
    state.notes.push({
      severity: 'warning',
      layer: layer.name,
      message: `The input has shape ${formatShape(['batch', ...shape])}; to train, give keras.Input the full shape of a sample.`,
    });
  }
  return state.builder.input(layer.name, inputTypes[String(stated)] ?? 'float32', ['batch', ...shape]);
}
