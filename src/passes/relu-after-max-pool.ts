import { consumers, type Graph, type Node, rebuild, type Value } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';
import type { PassResult } from './pass.ts';

/**
 * Moves a ReLU behind the max pooling that alone reads it: the same values (both are monotone), of a quarter as many
 * elements for a 2x2 window, and a gradient in which the zeros that ReLU makes do not tie for the maximum. To be run
 * before differentiation. The pooling's output keeps its name; the ReLU's output becomes that of the pooling.
 */
export function reluAfterMaxPool(graph: Graph): PassResult {
  const readers = consumers(graph.nodes);
  const declared = new Set(graph.outputs.map((output) => output.name));
  const poolOf = (node: Node): Node | undefined => {
    const [name] = node.outputs;
    if (node.opType !== 'Relu' || name === undefined || declared.has(name)) return undefined;
    const [pool, ...others] = readers.get(name) ?? [];
    return others.length === 0 && pool?.opType === 'MaxPool' && pool.outputs.length === 1 ? pool : undefined;
  };
  const reluOf = new Map<Node, Node>();
  for (const node of graph.nodes) {
    const pool = poolOf(node);
    if (pool !== undefined) reluOf.set(pool, node);
  }
  if (reluOf.size === 0) return { graph, modified: false };
  const moved = new Set(reluOf.values());
  const { builder } = rebuild(graph, catalogue, {
    replace: (node, inputs, builder) => {
      if (moved.has(node)) return [inputs[0]];
      const relu = reluOf.get(node);
      if (relu === undefined) return undefined;
      const [pooled] = builder.add({ ...node, inputs: [inputs[0]!.name], outputs: relu.outputs }) as [Value];
      return builder.add({ ...relu, inputs: [pooled.name], outputs: node.outputs });
    },
  });
  return { graph: builder.build(), modified: true };
}
