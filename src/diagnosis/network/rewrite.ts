import type { Tensor } from '../../core/index.ts';
import { type GraphBuilder, type Node, rebuild, type Value } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { catalogue } from '../../ops/index.ts';
import { eliminateDeadNodes } from '../../passes/index.ts';

/** What to change in a network's graph. */
export interface Rewrite {
  /** Other tensors for some initializers; their shapes may differ. */
  readonly initializers?: ReadonlyMap<string, Tensor>;
  /** What stands in for a node's outputs; `undefined` keeps the node. */
  readonly replace?: (
    node: Node,
    inputs: readonly (Value | undefined)[],
    builder: GraphBuilder,
  ) => readonly (Value | undefined)[] | undefined;
}

/** The network with parts of its graph changed: all types inferred anew, and kept what is left of layers, parameters and penalties. */
export function rewriteNetwork(network: Network, { initializers, replace }: Rewrite): Network {
  const source = { ...network.graph, initializers: new Map([...network.graph.initializers, ...(initializers ?? [])]) };
  const rebuilt = rebuild(source, catalogue, replace === undefined ? {} : { replace });
  const { graph } = eliminateDeadNodes(rebuilt.builder.build(), new Set());
  const isLeft = (name: string) => graph.initializers.has(name);
  const { regularization, constraints, preparation } = network;
  const kept = <Entry>(entries: Readonly<Record<string, Entry>>, newName: (name: string) => string) =>
    Object.fromEntries(
      Object.entries(entries).flatMap(([name, entry]): [string, Entry][] =>
        graph.types.has(newName(name)) ? [[newName(name), entry]] : [],
      ),
    );
  const same = (name: string) => name;
  return {
    ...(regularization && {
      regularization: {
        parameters: kept(regularization.parameters, same),
        activations: kept(regularization.activations, (name) => rebuilt.value(name).name),
      },
    }),
    ...(constraints && { constraints: kept(constraints, same) }),
    ...(preparation && { preparation }),
    graph,
    parameters: network.parameters.filter(isLeft),
    layers: network.layers.flatMap((layer) => {
      const output = rebuilt.value(layer.output).name;
      if (!graph.types.has(output)) return [];
      const frozen = layer.frozen?.filter(isLeft);
      return [{ ...layer, output, parameters: layer.parameters.filter(isLeft), ...(frozen && { frozen }) }];
    }),
  };
}
