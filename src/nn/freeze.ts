import { suggestion, UsageError } from '../core/index.ts';
import type { Network, NetworkLayer } from './network.ts';

/**
 * The same network with the parameters of some layers, or of all, left as they are by training. Running statistics of a
 * frozen batch norm still follow the data, as in PyTorch.
 *
 * @param layers names of layers
 * @throws UsageError where the network has no such layer
 */
export function freeze(network: Network, layers: readonly string[] = allLayers(network)): Network {
  return change(network, layers, (layer) => withTrained(layer, [], [...(layer.frozen ?? []), ...layer.parameters]));
}

/**
 * The same network with the frozen parameters of some layers, or of all, trained again.
 *
 * @throws UsageError where the network has no such layer
 */
export function unfreeze(network: Network, layers: readonly string[] = allLayers(network)): Network {
  return change(network, layers, (layer) => withTrained(layer, [...(layer.frozen ?? []), ...layer.parameters], []));
}

function allLayers(network: Network): string[] {
  return network.layers.map((layer) => layer.name);
}

function withTrained({ frozen: _, ...layer }: NetworkLayer, parameters: string[], frozen: string[]): NetworkLayer {
  return { ...layer, parameters, ...(frozen.length === 0 ? {} : { frozen }) };
}

function change(network: Network, names: readonly string[], convert: (layer: NetworkLayer) => NetworkLayer): Network {
  const known = allLayers(network);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(
      `network '${network.graph.name}' has no layer '${unknown}'${suggestion(unknown, known)}; it has ${known.join(', ')}`,
    );
  }
  const layers = network.layers.map((layer) => (names.includes(layer.name) ? convert(layer) : layer));
  return { ...network, layers, parameters: [...new Set(layers.flatMap((layer) => layer.parameters))] };
}
