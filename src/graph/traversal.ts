import type { Graph, Node } from './ir.ts';

/** The node that produces each value, by the value's name. */
export function producers(nodes: readonly Node[]): Map<string, Node> {
  const result = new Map<string, Node>();
  for (const node of nodes) for (const output of node.outputs) if (output !== '') result.set(output, node);
  return result;
}

/** The nodes that read each value, by the value's name; a node that reads it twice stands twice. */
export function consumers(nodes: readonly Node[]): Map<string, Node[]> {
  const result = new Map<string, Node[]>();
  for (const node of nodes) {
    for (const input of node.inputs) {
      const readers = result.get(input);
      if (readers === undefined) result.set(input, [node]);
      else readers.push(node);
    }
  }
  return result;
}

/** The names of all values that the given ones depend on, themselves included. */
export function ancestors(graph: Graph, names: Iterable<string>): Set<string> {
  const needed = new Set(names);
  for (let i = graph.nodes.length - 1; i >= 0; i--) {
    const node = graph.nodes[i]!;
    if (node.outputs.some((output) => needed.has(output))) {
      for (const input of node.inputs) if (input !== '') needed.add(input);
    }
  }
  return needed;
}

/** The names of all values that depend on the given ones, themselves included. */
export function descendants(graph: Pick<Graph, 'nodes'>, names: Iterable<string>): Set<string> {
  const reached = new Set(names);
  for (const node of graph.nodes) {
    if (node.inputs.some((input) => reached.has(input))) {
      for (const output of node.outputs) if (output !== '') reached.add(output);
    }
  }
  return reached;
}
