import { type Tensor, toFloat64 } from '../core/index.ts';
import { consumers, type Graph, type Node, producers, sameType } from '../graph/index.ts';
import type { PassResult } from './pass.ts';
import { withNodes } from './with-nodes.ts';

/** What the rules may look at. */
interface View {
  /** The elements of an input, where it is a constant. */
  constant(name: string | undefined): Tensor | undefined;
  /** The node that computes a value. */
  producer(name: string): Node | undefined;
  isUsed(name: string): boolean;
  /** Whether two values have the same data type and shape. */
  sameType(a: string, b: string): boolean;
}

/** The name of the value that a node's first output equals, or the same node in a simpler form. */
type Rule = (node: Node, view: View) => string | Node | undefined;

const keepsElements: Rule = ({ inputs, outputs }, view) =>
  view.sameType(inputs[0]!, outputs[0]!) ? inputs[0] : undefined;

const ofOneInput: Rule = ({ inputs }) => (inputs.length === 1 ? inputs[0] : undefined);

/** x where the other operand has only elements that change nothing and adds no axis. */
const neutral =
  (element: number, sides: readonly number[]): Rule =>
  ({ inputs, outputs }, view) => {
    const side = sides.find((index) => {
      const constant = view.constant(inputs[index]);
      return constant !== undefined && constant.dtype !== 'float16' && toFloat64(constant).every((x) => x === element);
    });
    const other = side === undefined ? undefined : inputs[1 - side];
    return other !== undefined && view.sameType(other, outputs[0]!) ? other : undefined;
  };

const rules: Readonly<Record<string, Rule>> = {
  Identity: ({ inputs }) => inputs[0],
  Cast: keepsElements,
  Reshape: keepsElements,
  Expand: keepsElements,
  Flatten: keepsElements,
  Squeeze: keepsElements,
  Unsqueeze: keepsElements,
  Concat: ofOneInput,
  Sum: ofOneInput,
  Mul: neutral(1, [0, 1]),
  Div: neutral(1, [1]),
  Add: neutral(0, [0, 1]),
  Sub: neutral(0, [1]),
  Dropout: ({ inputs, outputs }, view) => {
    const [data, , trainingMode = ''] = inputs;
    const inTraining = trainingMode !== '' && view.constant(trainingMode)?.data[0] !== 0;
    return inTraining || view.isUsed(outputs[1] ?? '') ? undefined : data;
  },
  Transpose: (node, view) => {
    const outer = permutation(node);
    if (outer?.every((from, axis) => from === axis)) return node.inputs[0];
    const before = view.producer(node.inputs[0]!);
    if (before?.opType !== 'Transpose') return undefined;
    const inner = permutation(before);
    // Without a permutation axes are reversed, which undoes itself.
    if (outer === undefined || inner === undefined) return outer === inner ? before.inputs[0] : undefined;
    const both = outer.map((axis) => inner[axis]!);
    if (both.every((from, axis) => from === axis)) return before.inputs[0];
    return { ...node, inputs: before.inputs, attributes: { perm: { type: 'ints', value: both } } };
  },
};

function permutation({ attributes: { perm } }: Node): readonly number[] | undefined {
  return perm?.type === 'ints' ? perm.value : undefined;
}

/**
 * Removes nodes that hand on what they are given: Identity, Dropout outside training, Cast to the same type, Reshape
 * and its like to the same shape, products with one and sums with zero, a Concat or Sum of one value, a Transpose that
 * undoes the one before. Two transpositions in a row become one. Where the removed node named an output of the graph,
 * the value that takes its place gets that name.
 *
 * Before: any graph with recorded types. After: none of these nodes is left, but an Identity that gives a second name
 * to an input, an initializer or another output of the graph.
 *
 * @param keep names of initializers whose elements change, and which are therefore no constants
 */
export function eliminateIdentities(graph: Graph, keep: ReadonlySet<string>): PassResult {
  const declared = new Set(graph.outputs.map((output) => output.name));
  const readers = consumers(graph.nodes);
  const computed = producers([]);
  const replacements = new Map<string, string>();
  const renamed = new Map<string, string>();
  const view: View = {
    constant: (name = '') => (keep.has(name) ? undefined : graph.initializers.get(name)),
    producer: (name) => computed.get(name),
    isUsed: (name) => name !== '' && (declared.has(name) || readers.has(name)),
    sameType: (a, b) => sameType(graph.types.get(a)!, graph.types.get(b)!),
  };
  const nodes: Node[] = [];
  let modified = false;
  for (const original of graph.nodes) {
    const inputs = original.inputs.map((name) => replacements.get(name) ?? name);
    const result = rules[original.opType]?.({ ...original, inputs }, view);
    const output = original.outputs[0]!;
    if (typeof result === 'string' && output !== '') {
      const mayRename = computed.has(result) && !declared.has(result) && !renamed.has(result);
      if (!declared.has(output) || mayRename) {
        modified = true;
        replacements.set(output, result);
        if (declared.has(output)) renamed.set(result, output);
        continue;
      }
    }
    const node = typeof result === 'object' ? result : { ...original, inputs };
    modified ||= node === result;
    nodes.push(node);
    for (const name of node.outputs) computed.set(name, node);
  }
  if (!modified) return { graph, modified };
  const rename = (name: string): string => renamed.get(name) ?? name;
  return {
    graph: withNodes(
      graph,
      nodes.map((node) => ({ ...node, inputs: node.inputs.map(rename), outputs: node.outputs.map(rename) })),
    ),
    modified,
  };
}
