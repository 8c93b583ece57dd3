import { ancestors, type Graph } from '../graph/index.ts';
import type { PassResult } from './pass.ts';
import { withNodes } from './with-nodes.ts';

/**
 * Removes nodes and initializers that no output depends on. Inputs stay, and so does a node of which one output is
 * needed.
 *
 * Before: any graph. After: every node leads to an output.
 *
 * @param keep names of initializers that stay in any case
 */
export function eliminateDeadNodes(graph: Graph, keep: ReadonlySet<string>): PassResult {
  const needed = ancestors(
    graph,
    graph.outputs.map((output) => output.name),
  );
  const nodes = graph.nodes.filter((node) => node.outputs.some((output) => needed.has(output)));
  const initializers = new Map([...graph.initializers].filter(([name]) => needed.has(name) || keep.has(name)));
  const modified = nodes.length < graph.nodes.length || initializers.size < graph.initializers.size;
  return modified ? { graph: withNodes(graph, nodes, initializers), modified } : { graph, modified };
}
