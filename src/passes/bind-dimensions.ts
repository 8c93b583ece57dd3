import { GraphError } from '../core/index.ts';
import { type Graph, rebuild } from '../graph/index.ts';
import { catalogue } from '../ops/index.ts';

/**
 * The graph with lengths in place of the names of axes, and every type inferred anew.
 *
 * @param lengths by the name of an axis, its length: `{ batch: 32 }`
 * @throws GraphError where no input has an axis of that name, where a length is no positive integer, or naming the node
 *   that does not fit the lengths
 */
export function bindDimensions(graph: Graph, lengths: Readonly<Record<string, number>>): Graph {
  const names = new Set(
    graph.inputs.flatMap((input) => input.shape.filter((dimension) => typeof dimension === 'string')),
  );
  for (const [name, length] of Object.entries(lengths)) {
    if (!names.has(name)) {
      const known = names.size === 0 ? 'none' : [...names].map((axis) => `'${axis}'`).join(', ');
      throw new GraphError(`no input of graph '${graph.name}' has an axis '${name}', expected one of: ${known}`);
    }
    if (!Number.isInteger(length) || length < 1) {
      throw new GraphError(`axis '${name}' is given length ${length}, expected a positive integer`);
    }
  }
  return rebuild(graph, catalogue, { bindings: lengths }).builder.build();
}
