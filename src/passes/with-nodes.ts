import type { Tensor } from '../core/index.ts';
import type { Graph, Node } from '../graph/index.ts';

/** The graph with other nodes and initializers, whose values keep the types they had. */
export function withNodes(
  graph: Graph,
  nodes: readonly Node[],
  initializers: ReadonlyMap<string, Tensor> = graph.initializers,
): Graph {
  const defined = new Set([
    ...graph.inputs.map((input) => input.name),
    ...initializers.keys(),
    ...nodes.flatMap((node) => node.outputs),
  ]);
  const types = new Map([...graph.types].filter(([name]) => defined.has(name)));
  return { ...graph, nodes, initializers, types };
}
