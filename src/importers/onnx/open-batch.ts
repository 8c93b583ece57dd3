import { type Dimension, isNetwrightError, type Shape, type Tensor, toNumbers } from '../../core/index.ts';
import { type Graph, GraphBuilder, type Node } from '../../graph/index.ts';
import { catalogue } from '../../ops/index.ts';
import { bindDimensions } from '../../passes/index.ts';

/** The name of the axis that a fixed batch becomes. */
const batch = 'batch';

/**
 * A graph for any batch size, made of one that was exported for a fixed size: the first axis of every input gets a name,
 * and every Reshape and Expand that writes the size takes it from its input. `undefined` where that cannot be: where the
 * inputs disagree on the size, or where something else in the graph depends on it.
 */
export function openBatch(graph: Graph): Graph | undefined {
  const sizes = new Set(graph.inputs.map((input) => input.shape[0]));
  const [size] = sizes;
  if (sizes.size !== 1 || typeof size !== 'number') return undefined;
  try {
    const opened = rewrite(graph, size);
    const ends = opened.outputs.every(
      ({ shape }, index) => graph.outputs[index]!.shape[0] !== size || shape[0] === batch,
    );
    // Any other size must fit as well: a graph that only looks open would fail in the middle of a training.
    return ends &&
      hasTypesOf(bindDimensions(opened, { [batch]: size }), graph) &&
      bindDimensions(opened, { [batch]: size + 1 })
      ? opened
      : undefined;
  } catch (error) {
    if (isNetwrightError(error)) return undefined;
    throw error;
  }
}

function rewrite(graph: Graph, size: number): Graph {
  const builder = new GraphBuilder(catalogue, graph.name);
  builder.reserve(graph.types.keys());
  for (const { name, dtype, shape } of graph.inputs) builder.input(name, dtype, [batch, ...shape.slice(1)]);
  for (const [name, tensor] of graph.initializers) builder.initializer(name, tensor);
  for (const node of graph.nodes) builder.add(withoutSize(node, graph, builder, size));
  for (const output of graph.outputs) builder.output(builder.value(output.name));
  return builder.build();
}

/** A node that reads a shape with the batch size in it, with a shape that holds for any size. */
function withoutSize(node: Node, graph: Graph, builder: GraphBuilder, size: number): Node {
  const [data = '', shape = ''] = node.inputs;
  const constant = graph.initializers.get(shape);
  if (constant === undefined || (node.opType !== 'Reshape' && node.opType !== 'Expand')) {
    return withoutZeroStates(node, graph, size);
  }
  const now = builder.value(data).shape;
  const open = now.findIndex((length) => typeof length === 'string');
  if (open < 0) return node;
  const before = graph.types.get(data)!.shape.map(Number);
  const after = graph.types.get(node.outputs[0]!)!.shape.map(Number);
  const lengths = node.opType === 'Reshape' ? reshaped(before, after, open, size) : expanded(toNumbers(constant), now);
  const { allowzero: _, ...attributes } = node.attributes;
  return { ...node, inputs: [data, builder.ints(lengths).name], attributes };
}

/** The shape to reshape to, in which the axis that the batch goes to is worked out (−1). */
function reshaped(before: readonly number[], after: readonly number[], open: number, size: number): number[] {
  const product = (lengths: readonly number[]) => lengths.reduce((a, b) => a * b, 1);
  const start = product(before.slice(0, open));
  const holds = (axis: number): boolean => {
    const first = product(after.slice(0, axis));
    return after[axis]! % size === 0 && first <= start && start * size <= first * after[axis]!;
  };
  // Where several axes could hold it, since the size is 1, it is the one at the same place.
  const axis = after[open] !== undefined && holds(open) ? open : after.findIndex((_, index) => holds(index));
  return after.map((length, index) => (index === axis ? -1 : length));
}

/** The shape to expand to: 1 where the input has the batch already. */
function expanded(wanted: readonly number[], now: Shape): number[] {
  return wanted.map((length, axis) => {
    const given: Dimension | undefined = now[axis - wanted.length + now.length];
    return typeof given === 'string' ? 1 : length;
  });
}

/** Recurrent cells without the zeros that they begin with, which are written for one batch size. */
function withoutZeroStates(node: Node, graph: Graph, size: number): Node {
  if (!['RNN', 'GRU', 'LSTM'].includes(node.opType)) return node;
  const isZeroState = (tensor: Tensor | undefined) =>
    tensor?.shape[1] === size && tensor.data.every((element: number | bigint) => element === 0);
  const inputs = node.inputs.map((name, index) =>
    index >= 5 && isZeroState(graph.initializers.get(name)) ? '' : name,
  );
  while (inputs.at(-1) === '') inputs.pop();
  return { ...node, inputs };
}

function hasTypesOf(bound: Graph, graph: Graph): boolean {
  return graph.outputs.every((output, index) => String(bound.outputs[index]?.shape) === String(output.shape));
}
