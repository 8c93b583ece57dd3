import { bytesPerElement, elementCount, fromNumbers, isConcrete, type Tensor } from '../core/index.ts';
import type { Graph, Node } from '../graph/index.ts';
import { evaluate, type ReferenceTensor } from '../ops/index.ts';
import { isRandom } from './is-random.ts';
import type { PassResult } from './pass.ts';
import { withNodes } from './with-nodes.ts';

/** Larger tensors are left to the graph: files stay small, and the reference kernels are slow. */
const mostBytes = 2 ** 20;

/**
 * Computes nodes whose inputs are all constants, and `Shape` of a value whose axes are all known, on the float64
 * reference kernels, and puts initializers in their place. Nodes that read or write more than 1 MiB are left, and so are float16
 * numbers and 64-bit integers beyond 2^53.
 *
 * Before: any graph with recorded types. After: no node is left whose result could be computed so.
 *
 * @param keep names of initializers whose elements change (parameters, running statistics), which are no constants
 */
export function foldConstants(graph: Graph, keep: ReadonlySet<string>): PassResult {
  const initializers = new Map(graph.initializers);
  const nodes: Node[] = [];
  for (const node of graph.nodes) {
    const results = foldNode(graph, node, (name) => (keep.has(name) ? undefined : initializers.get(name)));
    if (results === undefined) nodes.push(node);
    else for (const [name, tensor] of results) initializers.set(name, tensor);
  }
  const modified = nodes.length < graph.nodes.length;
  return modified ? { graph: withNodes(graph, nodes, initializers), modified } : { graph, modified };
}

function foldNode(
  graph: Graph,
  node: Node,
  constantOf: (name: string) => Tensor | undefined,
): [string, Tensor][] | undefined {
  const outputs = node.outputs.filter((name) => name !== '');
  if (isRandom(node) || !outputs.every((name) => isSmall(graph, name))) return undefined;
  const shape = node.opType === 'Shape' ? graph.types.get(node.inputs[0]!)?.shape : undefined;
  const feeds: Record<string, ReferenceTensor> = {};
  const constants = new Map<string, Tensor>();
  for (const name of node.inputs) {
    if (name === '') continue;
    const constant = constantOf(name);
    if (constant !== undefined && isExact(constant)) constants.set(name, constant);
    else if (shape !== undefined && isConcrete(shape))
      feeds[name] = { dtype: 'float32', shape, data: new Float64Array() };
    else return undefined;
  }
  const inputs = Object.entries(feeds).map(([name, { dtype, shape }]) => ({ name, dtype, shape }));
  const results = evaluate({ ...graph, inputs, initializers: constants, nodes: [node] }, feeds, outputs);
  const folded: [string, Tensor][] = [];
  for (const name of outputs) {
    const { dtype, shape, data } = results[name]!;
    if ((dtype === 'int64' || dtype === 'uint64') && !data.every(Number.isSafeInteger)) return undefined;
    folded.push([name, fromNumbers(dtype, shape, data)]);
  }
  return folded;
}

function isSmall(graph: Graph, name: string): boolean {
  const type = graph.types.get(name);
  if (type === undefined || !isConcrete(type.shape) || type.dtype === 'float16') return false;
  return elementCount(type.shape) * bytesPerElement(type.dtype) <= mostBytes;
}

/** Whether the reference kernels see the elements as they are, and soon. */
function isExact({ dtype, data }: Tensor): boolean {
  if (dtype === 'float16' || data.byteLength > mostBytes) return false;
  if (!(data instanceof BigInt64Array || data instanceof BigUint64Array)) return true;
  for (const element of data) if (!Number.isSafeInteger(Number(element))) return false;
  return true;
}
