import { elementCount, formatShape, GraphError, type Tensor } from '../core/index.ts';
import { checkNode } from './check-node.ts';
import { inferNode } from './graph-builder.ts';
import type { Graph, Node, ValueType } from './ir.ts';
import { NodeContext } from './node-context.ts';
import type { OperatorCatalogue } from './operator-schema.ts';
import { placeOf } from './place-of.ts';
import { producers } from './traversal.ts';
import { formatType, sameType } from './value-type.ts';

/**
 * Checks that a graph keeps every rule of the intermediate representation: names are unique, nodes stand in execution
 * order, arguments and attributes are those of the catalogue, outputs are defined, and the recorded types are those
 * that inference gives. What {@link GraphBuilder} builds keeps them; it is for graphs that code put together by hand.
 *
 * @throws GraphError naming the first node or value that breaks a rule
 */
export function verifyGraph(graph: Graph, catalogue: OperatorCatalogue): void {
  const known = new Map<string, ValueType>();
  const define = (name: string, type: ValueType, node?: Node): void => {
    const place = node === undefined ? {} : placeOf(node);
    if (name === '') throw new GraphError('a value has no name', place);
    if (known.has(name)) throw new GraphError(`value '${name}' is defined twice`, place);
    const recorded = graph.types.get(name);
    if (recorded === undefined) throw new GraphError(`no type is recorded for value '${name}'`, place);
    if (!sameType(recorded, type)) {
      throw new GraphError(
        `value '${name}' is recorded as ${formatType(recorded)}, expected ${formatType(type)}`,
        place,
      );
    }
    known.set(name, type);
  };
  for (const input of graph.inputs) define(input.name, input);
  for (const [name, tensor] of graph.initializers) {
    checkElements(name, tensor);
    define(name, tensor);
  }
  const nodeNames = new Set<string>();
  for (const node of graph.nodes) {
    if (node.name === '') throw new GraphError('the node has no name', placeOf(node));
    if (nodeNames.has(node.name)) throw new GraphError('another node has the same name', placeOf(node));
    nodeNames.add(node.name);
    const schema = catalogue.find(node.opType);
    if (schema === undefined || schema.domain !== node.domain) {
      throw new GraphError(
        `operator '${node.domain === '' ? '' : `${node.domain}.`}${node.opType}' is not in the catalogue`,
        placeOf(node),
      );
    }
    checkNode(node, schema);
    const inputs = node.inputs.map((name) => {
      const type = known.get(name);
      if (name !== '' && type === undefined) throw undefinedInput(graph, node, name);
      return type;
    });
    const constants = node.inputs.map((name) => graph.initializers.get(name));
    const types = inferNode(schema, new NodeContext(node, schema, inputs, constants));
    node.outputs.forEach((name, index) => {
      if (name !== '') define(name, types[index]!, node);
    });
  }
  const outputNames = new Set<string>();
  for (const output of graph.outputs) {
    const type = known.get(output.name);
    if (type === undefined) throw new GraphError(`output '${output.name}' of graph '${graph.name}' is not defined`);
    if (outputNames.has(output.name)) throw new GraphError(`output '${output.name}' is declared twice`);
    outputNames.add(output.name);
    if (!sameType(type, output)) {
      throw new GraphError(
        `output '${output.name}' is declared as ${formatType(output)}, expected ${formatType(type)}`,
      );
    }
  }
  for (const name of graph.types.keys()) {
    if (!known.has(name)) throw new GraphError(`a type is recorded for '${name}', which the graph does not define`);
  }
}

function undefinedInput(graph: Graph, node: Node, name: string): GraphError {
  const producer = producers(graph.nodes).get(name);
  if (producer === undefined) {
    return new GraphError(`input '${name}' is not defined in graph '${graph.name}'`, placeOf(node));
  }
  return new GraphError(
    dependsOn(graph, producer, node)
      ? `input '${name}' is part of a cycle through ${producer.opType} node '${producer.name}'`
      : `input '${name}' is computed only later, by ${producer.opType} node '${producer.name}'`,
    placeOf(node),
  );
}

/** Whether `node` needs, at any distance, what `other` produces; in whatever order the nodes stand. */
function dependsOn(graph: Graph, node: Node, other: Node): boolean {
  const producerOf = producers(graph.nodes);
  const seen = new Set<Node>();
  const open: Node[] = [node];
  for (let current = open.pop(); current !== undefined; current = open.pop()) {
    if (current === other) return true;
    if (seen.has(current)) continue;
    seen.add(current);
    for (const input of current.inputs) {
      const producer = producerOf.get(input);
      if (producer !== undefined) open.push(producer);
    }
  }
  return false;
}

function checkElements(name: string, { shape, data }: Tensor): void {
  if (data.length !== elementCount(shape)) {
    throw new GraphError(
      `initializer '${name}' has ${data.length} elements, its shape ${formatShape(shape)} wants ${elementCount(shape)}`,
    );
  }
}
