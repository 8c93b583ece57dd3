import { z } from 'zod';
import { type ConcreteShape, GraphError, type Tensor, UsageError, validate } from '../core/index.ts';
import { consumers, type Graph, type Model, type Value } from '../graph/index.ts';
import { type Constraint, constraintSchema } from './constraints.ts';
import { type Regularization, regularizationSchema } from './regularization.ts';

/** One layer of a network, as its summary shows it. */
export interface NetworkLayer {
  readonly name: string;
  /** The layer's kind (`conv2d`), or an ONNX operator type where the network comes from a file. */
  readonly kind: string;
  /** Name of the value that the layer puts out. */
  readonly output: string;
  /** Names of its trainable parameters. */
  readonly parameters: readonly string[];
  /** Names of its parameters that training leaves as they are. */
  readonly frozen?: readonly string[];
  /** How its weights were initialised, in words. */
  readonly initializer?: string;
}

/**
 * A network: its forward graph in inference form, with a symbolic axis `batch`, and which of the graph's initializers
 * are trained. Plain data; training returns a new one.
 */
export interface Network {
  readonly graph: Graph;
  /** Names of the trainable initializers, in the order of the flat parameter vector. */
  readonly parameters: readonly string[];
  readonly layers: readonly NetworkLayer[];
  /** Penalties on weights and activations that belong to the loss. */
  readonly regularization?: Regularization;
  /** By the name of a parameter, what it is brought to after every update. */
  readonly constraints?: Readonly<Record<string, Constraint>>;
}

/** The network's first input. */
export function networkInput(network: Network): Value {
  const input = network.graph.inputs[0];
  if (input === undefined) throw new UsageError(`network '${network.graph.name}' has no input`);
  return input;
}

/** The network's first output. */
export function networkOutput(network: Network): Value {
  const output = network.graph.outputs[0];
  if (output === undefined) throw new UsageError(`network '${network.graph.name}' has no output`);
  return output;
}

/** Shape of one parameter. */
export function parameterShape(network: Network, name: string): ConcreteShape {
  return network.graph.initializers.get(name)!.shape;
}

/** Number of trainable numbers. */
export function parameterCount(network: Network, names: readonly string[] = network.parameters): number {
  return names.reduce((count, name) => count + network.graph.initializers.get(name)!.data.length, 0);
}

/** The same network with other tensors for some of its initializers. */
export function withInitializers(network: Network, tensors: ReadonlyMap<string, Tensor>): Network {
  return {
    ...network,
    graph: { ...network.graph, initializers: new Map([...network.graph.initializers, ...tensors]) },
  };
}

const metadataKey = 'netwright.network';

const metadataSchema = z.object({
  parameters: z.array(z.string()),
  layers: z.array(
    z.object({
      name: z.string(),
      kind: z.string(),
      output: z.string(),
      parameters: z.array(z.string()),
      frozen: z.array(z.string()).exactOptional(),
      initializer: z.string().exactOptional(),
    }),
  ),
  regularization: regularizationSchema.exactOptional(),
  constraints: z.record(z.string(), constraintSchema).exactOptional(),
});

/** The model metadata that keeps what the graph alone does not say: layers, and which initializers are trained. */
export function networkMetadata(network: Network): ReadonlyMap<string, string> {
  const { parameters, layers, regularization, constraints } = network;
  return new Map([[metadataKey, JSON.stringify({ parameters, layers, regularization, constraints })]]);
}

/**
 * The network that a model file holds. Without netwright's metadata the trainable parameters are the float initializers
 * that weighted operators use: Conv, Gemm, MatMul, normalisations, recurrent cells, PRelu, the tables of embeddings, and
 * biases added to their results.
 *
 * @throws GraphError or UsageError where the file's metadata are damaged
 */
export function networkFromModel(model: Model): Network {
  const { graph } = model;
  const stored = model.metadata.get(metadataKey);
  if (stored !== undefined) return { graph, ...readMetadata(graph, stored) };
  const parameters = findParameters(graph);
  const trained = new Set(parameters);
  const layers = graph.nodes
    .filter((node) => node.inputs.some((input) => trained.has(input)))
    .map((node) => ({
      name: node.layer ?? node.name,
      kind: node.opType,
      output: node.outputs[0]!,
      parameters: node.inputs.filter((input) => trained.has(input)),
    }));
  return { graph, parameters, layers };
}

function readMetadata(graph: Graph, text: string): Omit<Network, 'graph'> {
  const place = `metadata '${metadataKey}' of model '${graph.name}'`;
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    throw new GraphError(`${place} is not JSON`, { cause });
  }
  const metadata = validate(metadataSchema, data, place);
  const strange = metadata.parameters.find((name) => graph.initializers.get(name)?.dtype !== 'float32');
  if (strange !== undefined) throw new GraphError(`${place} names the parameter '${strange}', which the model lacks`);
  const lost = metadata.layers.find((layer) => !graph.types.has(layer.output));
  if (lost !== undefined)
    throw new GraphError(`${place}: layer '${lost.name}' has the unknown output '${lost.output}'`);
  const { parameters = {}, activations = {} } = metadata.regularization ?? {};
  const unknown = [...Object.keys(parameters), ...Object.keys(activations), ...Object.keys(metadata.constraints ?? {})];
  const absent = unknown.find((name) => !graph.types.has(name));
  if (absent !== undefined) throw new GraphError(`${place} regularizes '${absent}', which the model lacks`);
  return metadata;
}

/** By operator type, the inputs that are weights. */
const weightInputs: Readonly<Record<string, readonly number[]>> = {
  Conv: [1, 2],
  ConvTranspose: [1, 2],
  Gemm: [0, 1, 2],
  MatMul: [0, 1],
  BatchNormalization: [1, 2],
  LayerNormalization: [1, 2],
  InstanceNormalization: [1, 2],
  GroupNormalization: [1, 2],
  RNN: [1, 2, 3],
  GRU: [1, 2, 3],
  LSTM: [1, 2, 3],
  PRelu: [1],
  // The table of an embedding; tables of shapes and axes hold integers.
  Gather: [0],
};

function findParameters(graph: Graph): string[] {
  const isCandidate = (name: string) => {
    const tensor = graph.initializers.get(name);
    return tensor !== undefined && tensor.dtype === 'float32' && tensor.shape.length > 0;
  };
  const readers = consumers(graph.nodes);
  const found = new Set<string>();
  for (const node of graph.nodes) {
    for (const index of weightInputs[node.opType] ?? []) {
      const name = node.inputs[index];
      if (name !== undefined && isCandidate(name)) found.add(name);
    }
    if (node.opType !== 'MatMul' && node.opType !== 'Conv') continue;
    for (const reader of readers.get(node.outputs[0]!) ?? []) {
      if (reader.opType !== 'Add') continue;
      for (const name of reader.inputs) if (isCandidate(name)) found.add(name);
    }
  }
  return [...found];
}
