import type { Shape } from '../core/index.ts';
import { GraphBuilder } from './graph-builder.ts';
import type { Graph, Node, Value } from './ir.ts';
import type { OperatorCatalogue } from './operator-schema.ts';

interface RebuildOptions {
  /** Sizes for symbolic axes, by their names. */
  readonly bindings?: Readonly<Record<string, number>>;
  /**
   * What stands in for a node: the values that replace its outputs, in order (an output that nothing reads may be
   * undefined), or `undefined` to keep the node. `inputs` are the node's inputs as rebuilt so far. Nodes added belong
   * to the same layer.
   */
  readonly replace?: (
    node: Node,
    inputs: readonly (Value | undefined)[],
    builder: GraphBuilder,
  ) => readonly (Value | undefined)[] | undefined;
  /** Whether to declare the graph's outputs; otherwise the caller does. Default true. */
  readonly outputs?: boolean;
}

/** A graph under reconstruction, and what each value of the old graph became. */
export interface Rebuilt {
  readonly builder: GraphBuilder;
  /** The value that took the place of an old one. */
  value(oldName: string): Value;
}

/**
 * A builder that holds a copy of the graph, with every type inferred anew: the way a pass rewrites a graph, binds a
 * symbolic axis or goes on building.
 */
export function rebuild(graph: Graph, catalogue: OperatorCatalogue, options: RebuildOptions = {}): Rebuilt {
  const { bindings = {}, replace, outputs = true } = options;
  const bind = (shape: Shape): Shape =>
    shape.map((dimension) => (typeof dimension === 'string' ? (bindings[dimension] ?? dimension) : dimension));
  const builder = new GraphBuilder(catalogue, graph.name);
  builder.reserve(
    graph.types.keys(),
    graph.nodes.map((node) => node.name),
  );
  const replacements = new Map<string, Value>();
  const value = (oldName: string): Value => replacements.get(oldName) ?? builder.value(oldName);
  for (const input of graph.inputs) {
    if (!graph.initializers.has(input.name)) builder.input(input.name, input.dtype, bind(input.shape));
  }
  for (const [name, tensor] of graph.initializers) builder.initializer(name, tensor);
  for (const node of graph.nodes) {
    const inputs = node.inputs.map((name) => (name === '' ? undefined : value(name)));
    const replaced =
      replace === undefined ? undefined : builder.withLayer(node.layer, () => replace(node, inputs, builder));
    if (replaced === undefined) {
      builder.add({ ...node, inputs: inputs.map((input) => input?.name ?? '') });
    } else {
      node.outputs.forEach((name, index) => {
        const replacement = replaced[index];
        if (replacement !== undefined && replacement.name !== name) replacements.set(name, replacement);
      });
    }
  }
  if (outputs) for (const output of graph.outputs) builder.output(value(output.name), output.name);
  return { builder, value };
}
