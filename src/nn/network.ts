import { z } from 'zod';
import { type ConcreteShape, GraphError, type Tensor, UsageError, validate } from '../core/index.ts';
import type { Graph, Model, Value } from '../graph/index.ts';
import { type Constraint, constraintSchema } from './constraints.ts';
import { type FittedPreparation, fittedPreparationSchema } from './preparation/fitted-preparation.ts';
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
  /** What its graph does to raw data, where `withPreparation` put that into it. */
  readonly preparation?: FittedPreparation;
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
  preparation: fittedPreparationSchema.exactOptional(),
});

/** The model metadata that keeps what the graph alone does not say: layers, and which initializers are trained. */
export function networkMetadata(network: Network): ReadonlyMap<string, string> {
  const { parameters, layers, regularization, constraints, preparation } = network;
  return new Map([[metadataKey, JSON.stringify({ parameters, layers, regularization, constraints, preparation })]]);
}

/**
 * The network that a model of netwright's own holds; undefined where the model lacks netwright's metadata.
 *
 * @throws GraphError or UsageError where the metadata are damaged
 */
export function networkFromModel({ graph, metadata }: Model): Network | undefined {
  const stored = metadata.get(metadataKey);
  return stored === undefined ? undefined : { graph, ...readMetadata(graph, stored) };
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
