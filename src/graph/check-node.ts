import { GraphError } from '../core/index.ts';
import type { Node } from './ir.ts';
import { argumentCounts, type OperatorSignature } from './operator-signature.ts';
import { placeOf } from './place-of.ts';

/**
 * Checks what can be said of a node without looking at the rest of its graph: the number of inputs and outputs, and
 * that each attribute exists, has the right type and is there where it must be.
 *
 * @throws GraphError naming the node
 */
export function checkNode(node: Node, schema: OperatorSignature): void {
  checkArguments(node, 'input', node.inputs, schema.inputs);
  checkArguments(node, 'output', node.outputs, schema.outputs);
  for (const [name, value] of Object.entries(node.attributes)) {
    const expected = schema.attributes[name];
    if (expected === undefined) {
      const known = Object.keys(schema.attributes);
      throw new GraphError(
        `attribute '${name}' does not exist: expected ${known.length === 0 ? 'none' : `one of ${known.join(', ')}`}`,
        placeOf(node),
      );
    }
    if (value.type !== expected.type) {
      throw new GraphError(`attribute '${name}' has type ${value.type}, expected ${expected.type}`, placeOf(node));
    }
  }
  for (const [name, { type, required }] of Object.entries(schema.attributes)) {
    if (required && node.attributes[name] === undefined) {
      throw new GraphError(`attribute '${name}' (${type}) is missing`, placeOf(node));
    }
  }
}

function checkArguments(
  node: Node,
  kind: 'input' | 'output',
  given: readonly string[],
  expected: readonly string[],
): void {
  const { minimum, maximum } = argumentCounts(expected);
  if (given.length < minimum || given.length > maximum) {
    const range = minimum === maximum ? `${minimum}` : `${minimum} ${maximum < Infinity ? `to ${maximum}` : 'or more'}`;
    throw new GraphError(
      `has ${given.length} ${kind}s, expected ${range} (${expected.join(', ') || 'none'})`,
      placeOf(node),
    );
  }
  given.forEach((name, index) => {
    const declared = expected[index];
    if (kind === 'input' && name === '' && declared !== undefined && !declared.endsWith('?')) {
      throw new GraphError(`input '${declared}' is missing`, placeOf(node));
    }
  });
}
