import type { Tensor } from '../../core/index.ts';
import type { Graph } from '../../graph/index.ts';
import type { ParameterRole } from './parameter-roles.ts';

/** Names that exporters make up for tensors that they changed: `onnx::MatMul_17`, `val_3`. */
const madeUp = /^(onnx::\w+_\d+|val_\d+|\d+)$/;

/**
 * A graph whose weights bear the names of their layers where an exporter made some up: `onnx::MatMul_17`, the transposed
 * weight of the layer `fc`, becomes `fc.weight`.
 *
 * @returns also what was renamed: new names by old ones
 */
export function nameWeights(
  graph: Graph,
  roles: ReadonlyMap<string, ParameterRole>,
): { graph: Graph; renamed: ReadonlyMap<string, string> } {
  const renamed = new Map<string, string>();
  const taken = new Set(graph.types.keys());
  for (const [name, { kind, node }] of roles) {
    if (!madeUp.test(name) || node.layer === undefined) continue;
    const better = `${node.layer}.${kind === 'bias' || kind === 'shift' ? 'bias' : 'weight'}`;
    if (taken.has(better)) continue;
    taken.add(better);
    renamed.set(name, better);
  }
  if (renamed.size === 0) return { graph, renamed };
  const rename = (name: string) => renamed.get(name) ?? name;
  const renameKeys = <T>(map: ReadonlyMap<string, T>) =>
    new Map([...map].map(([name, value]) => [rename(name), value]));
  return {
    graph: {
      ...graph,
      initializers: renameKeys<Tensor>(graph.initializers),
      types: renameKeys(graph.types),
      nodes: graph.nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename) })),
    },
    renamed,
  };
}
