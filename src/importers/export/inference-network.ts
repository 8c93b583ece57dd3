import type { Graph } from '../../graph/index.ts';
import type { Network, NetworkLayer } from '../../nn/index.ts';
import { eliminateDeadNodes, foldBatchNorm, toInferenceForm } from '../../passes/index.ts';

/** A network as it is used: without dropouts, and on request without batch normalisations. It can still be trained. */
export function inferenceNetwork(network: Network, isFolded: boolean): Network {
  const plain = toInferenceForm(network.graph).graph;
  const folded = isFolded ? foldBatchNorm(plain).graph : plain;
  const { graph } = eliminateDeadNodes(folded, new Set());
  return withGraph(network, graph);
}

/** The network with another graph, without what that has lost and with the biases that it has gained. */
function withGraph(network: Network, graph: Graph): Network {
  const { regularization, constraints } = network;
  const isLeft = (name: string) => graph.types.has(name);
  const added = new Map<string, string[]>();
  for (const { inputs, layer } of graph.nodes) {
    for (const name of inputs) {
      const isNew = graph.initializers.has(name) && !network.graph.initializers.has(name);
      if (isNew && layer !== undefined) added.set(layer, [...(added.get(layer) ?? []), name]);
    }
  }
  const layers = network.layers.flatMap((layer): NetworkLayer[] => {
    const parameters = [...layer.parameters.filter(isLeft), ...(added.get(layer.name) ?? [])];
    const frozen = layer.frozen?.filter(isLeft) ?? [];
    const output = isLeft(layer.output) ? layer.output : lastOutput(graph, layer.name);
    if (output === undefined || (!isLeft(layer.output) && parameters.length + frozen.length === 0)) return [];
    return [{ ...layer, output, parameters, ...(layer.frozen === undefined ? {} : { frozen }) }];
  });
  const left = <T>(record: Readonly<Record<string, T>>) =>
    Object.fromEntries(Object.entries(record).filter(([name]) => isLeft(name)));
  return {
    ...network,
    graph,
    layers,
    parameters: [...network.parameters.filter(isLeft), ...[...added.values()].flat()],
    ...(regularization === undefined
      ? {}
      : {
          regularization: {
            parameters: left(regularization.parameters),
            activations: left(regularization.activations),
          },
        }),
    ...(constraints === undefined ? {} : { constraints: left(constraints) }),
  };
}

function lastOutput({ nodes }: Graph, layer: string): string | undefined {
  return nodes.findLast((node) => node.layer === layer)?.outputs.find((name) => name !== '');
}
