import { type ConcreteShape, type DataType, UsageError } from '../core/index.ts';
import { type BuildOptions, compose, type InputDescription } from './compose.ts';
import { type LayerInput, layerDefinition } from './layers/index.ts';
import type { Network } from './network.ts';
import { LayerNames } from './plan-layers.ts';

/** What flows between the layers of a network that is being composed: an input, or a layer's output. */
export class Connection {
  /** Name of the input or of the layer. */
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** A layer that is to be applied. Every application uses the same parameters. */
export type ApplicableLayer = (...inputs: readonly Connection[]) => Connection;

type WithoutInputs<Layer> = Layer extends { layer: 'shared' } ? never : Omit<Layer, 'inputs'>;

/** A layer's options without its inputs, which it gets when it is applied. */
export type FunctionalLayer = LayerInput extends infer Layer ? WithoutInputs<Layer> : never;

/** What a network is composed with. */
export interface FunctionalTools {
  /** Declares an input; `shape` is that of one sample, without the batch. Default type: int64 for embeddings, else float32. */
  input(name: string, shape: ConcreteShape, type?: DataType): Connection;
  /** Makes a layer; apply it as often as you like. Layers without a name are numbered as they are first applied. */
  layer(options: FunctionalLayer): ApplicableLayer;
  /** The sum of connections of one shape. */
  add(...inputs: readonly Connection[]): Connection;
  /** Connections joined along the features of vectors or the channels of images (axis 1). */
  concat(...inputs: readonly Connection[]): Connection;
}

/**
 * A network of layers that are applied to each other's outputs: branches, several inputs and outputs, shared layers. What
 * `write` returns is the network's output, or several by their names, the first of which is trained.
 *
 * @example
 * const network = functional(({ input, layer, add }) => {
 *   const x = input('x', [20]);
 *   const hidden = layer({ layer: 'dense', units: 20 })(x);
 *   return layer({ layer: 'dense', units: 1 })(add(x, hidden));
 * });
 *
 * @throws as {@link compose} does; UsageError where a connection belongs to another network
 */
export function functional(
  write: (tools: FunctionalTools) => Connection | Readonly<Record<string, Connection>>,
  options: BuildOptions = {},
): Network {
  const { source = 'network' } = options;
  const inputs: Record<string, InputDescription> = {};
  const layers: LayerInput[] = [];
  const names = new LayerNames();
  const connections = new Set<Connection>();
  const connect = (name: string): Connection => {
    const connection = new Connection(name);
    connections.add(connection);
    return connection;
  };
  const nameOf = (connection: Connection): string => {
    if (connections.has(connection)) return connection.name;
    throw new UsageError(`${source}: '${connection.name}' belongs to another network`);
  };
  const layer = (options: FunctionalLayer): ApplicableLayer => {
    let owner: string | undefined;
    let uses = 0;
    return (...given) => {
      const inputs = given.map(nameOf);
      uses++;
      if (owner === undefined) {
        const numbered = names.next(layerDefinition(options.layer).stem);
        owner = options.name ?? numbered;
      }
      const place = { name: uses === 1 ? owner : `${owner}_again_${uses - 1}`, inputs };
      layers.push(uses === 1 ? { ...options, ...place } : { layer: 'shared', of: owner, ...place });
      return connect(place.name);
    };
  };
  const result = write({
    input(name, shape, type) {
      if (name in inputs) throw new UsageError(`${source}: two inputs are named '${name}'`);
      inputs[name] = { shape, type };
      return connect(name);
    },
    layer,
    add: (...given) => layer({ layer: 'add' })(...given),
    concat: (...given) => layer({ layer: 'concat' })(...given),
  });
  const named = result instanceof Connection ? { output: result } : result;
  const outputs = Object.fromEntries(
    Object.entries(named).map(([name, connection]): [string, string] => [name, nameOf(connection)]),
  );
  return compose(layers, { ...options, source, inputs, outputs });
}
