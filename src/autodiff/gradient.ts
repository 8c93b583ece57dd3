import { GraphError, isFloat } from '../core/index.ts';
import { descendants, type GraphBuilder, type Node, NodeContext, placeOf, type Value } from '../graph/index.ts';
import { findOperator } from '../ops/index.ts';
import { sumToShape } from './sum-to-shape.ts';

/**
 * Extends the graph under construction by the gradient of a scalar with respect to some of its values: reverse-mode
 * automatic differentiation, one walk from the last node to the first.
 *
 * Every shape must be concrete. The nodes added belong to the layer whose forward node they differentiate.
 *
 * @param of the scalar to differentiate, usually a loss
 * @param withRespectTo the values whose gradients are wanted
 * @returns by name, the gradient of each wanted value that the scalar depends on, with that value's shape
 * @throws GraphError naming the node and the layer where an operator on the way has no gradient
 */
export function gradient(
  builder: GraphBuilder,
  of: Value,
  withRespectTo: readonly Value[],
): ReadonlyMap<string, Value> {
  if (of.shape.some((length) => length !== 1)) {
    throw new GraphError(`'${of.name}' has shape [${of.shape.join(', ')}], expected a scalar to differentiate`);
  }
  const forward = [...builder.nodes];
  const dependent = descendants(
    { nodes: forward },
    withRespectTo.map((value) => value.name),
  );
  const wanted = new Set(withRespectTo.map((value) => value.name));
  const contributions = new Map<string, Value[]>();
  const result = new Map<string, Value>();
  const cotangentOf = (name: string): Value | undefined => {
    const parts = contributions.get(name);
    if (parts === undefined) return undefined;
    const sum = parts.reduce((total, part) => builder.op('Add', [total, part]));
    contributions.set(name, [sum]);
    return sum;
  };
  if (dependent.has(of.name)) {
    contributions.set(of.name, [builder.constant(ones(of), 'one')]);
  }
  for (let i = forward.length - 1; i >= 0; i--) {
    const node = forward[i]!;
    if (!node.outputs.some((output) => contributions.has(output))) continue;
    if (!node.inputs.some((input) => dependent.has(input))) continue;
    builder.withLayer(node.layer, () => {
      const cotangents = node.outputs.map(cotangentOf);
      const inputCotangents = differentiateNode(builder, node, cotangents, dependent);
      node.inputs.forEach((name, index) => {
        const cotangent = inputCotangents[index];
        if (cotangent === undefined || !dependent.has(name)) return;
        const summed = sumToShape(builder, cotangent, builder.value(name).shape);
        const parts = contributions.get(name);
        if (parts === undefined) contributions.set(name, [summed]);
        else parts.push(summed);
      });
    });
  }
  for (const name of wanted) {
    const total = cotangentOf(name);
    if (total !== undefined) result.set(name, total);
  }
  return result;
}

function differentiateNode(
  builder: GraphBuilder,
  node: Node,
  cotangents: readonly (Value | undefined)[],
  dependent: ReadonlySet<string>,
): readonly (Value | undefined)[] {
  const operator = findOperator(node);
  if (operator.gradient === 'zero') return [];
  if (typeof operator.gradient === 'object') {
    throw new GraphError(`has no gradient: ${operator.gradient.missing}`, {
      ...placeOf(node),
      advice: 'Replace it by operators that have one, or freeze every parameter before it',
    });
  }
  const inputs = node.inputs.map((name) => (name === '' ? undefined : builder.value(name)));
  const context = new NodeContext(
    node,
    operator,
    inputs,
    node.inputs.map((name) => builder.constantOf(name)),
  );
  return operator.gradient({
    context,
    builder,
    inputs,
    outputs: node.outputs.map((name, index) =>
      name === '' ? { name, dtype: inputs[0]?.dtype ?? 'float32', shape: [], index } : builder.value(name),
    ),
    cotangents,
    needs: (index) => {
      const input = inputs[index];
      return input !== undefined && dependent.has(input.name) && isFloat(input.dtype);
    },
  });
}

function ones(value: Value) {
  return {
    dtype: value.dtype,
    shape: value.shape as number[],
    data: value.dtype === 'float64' ? Float64Array.of(1) : Float32Array.of(1),
  };
}
