import { GraphError } from '../core/index.ts';
import { type Graph, NodeContext } from '../graph/index.ts';
import { findOperator } from './catalogue.ts';
import type { ReferenceTensor } from './operator.ts';
import { toReference } from './reference-tensor.ts';

/**
 * Runs a graph on the float64 reference kernels: the oracle of every engine, and the only way to check a gradient by
 * finite differences (float32 leaves errors of hundreds of percent there).
 *
 * @param feeds a tensor for each graph input, by name
 * @param wanted names of the values to return; default the graph's outputs
 * @throws GraphError where an input is missing or an operator is not in the catalogue
 */
export function evaluate(
  graph: Graph,
  feeds: Readonly<Record<string, ReferenceTensor>>,
  wanted: readonly string[] = graph.outputs.map((output) => output.name),
): Record<string, ReferenceTensor> {
  const values = new Map<string, ReferenceTensor>();
  for (const [name, tensor] of graph.initializers) values.set(name, toReference(tensor));
  for (const input of graph.inputs) {
    const feed = feeds[input.name];
    if (feed !== undefined) values.set(input.name, feed);
    else if (!values.has(input.name)) throw new GraphError(`no value is given for input '${input.name}'`);
  }
  for (const node of graph.nodes) {
    const operator = findOperator(node);
    const inputs = node.inputs.map((name) => (name === '' ? undefined : values.get(name)));
    const context = new NodeContext(
      node,
      operator,
      inputs,
      node.inputs.map((name) => graph.initializers.get(name)),
    );
    const outputs = operator.reference(context, inputs);
    node.outputs.forEach((name, index) => {
      const output = outputs[index];
      if (name !== '' && output !== undefined) values.set(name, output);
    });
  }
  return Object.fromEntries(
    wanted.map((name) => {
      const value = values.get(name);
      if (value === undefined) throw new GraphError(`value '${name}' is not computed by graph '${graph.name}'`);
      return [name, value];
    }),
  );
}
