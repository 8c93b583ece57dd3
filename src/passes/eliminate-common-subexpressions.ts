import type { Tensor } from '../core/index.ts';
import type { AttributeValue, Graph, Node } from '../graph/index.ts';
import { isRandom } from './is-random.ts';
import type { PassResult } from './pass.ts';
import { withNodes } from './with-nodes.ts';

/** Tensors of more elements are not compared. */
const mostElements = 64;

/**
 * Removes nodes that compute what an earlier one computes (same operator, inputs and attributes) and small constants
 * that equal an earlier one; the earlier node takes over the outputs that only the later one asks for. A second name of
 * a graph's output stays, as an Identity.
 *
 * Before: any graph. After: no two nodes compute the same, operators that draw at random apart.
 *
 * @param keep names of initializers whose elements change, and which are therefore no constants
 */
export function eliminateCommonSubexpressions(graph: Graph, keep: ReadonlySet<string>): PassResult {
  const declared = new Set(graph.outputs.map((output) => output.name));
  const replacements = new Map<string, string>();
  const firstTensors = new Map<string, string>();
  const initializers = new Map<string, Tensor>();
  for (const [name, tensor] of graph.initializers) {
    const mayMerge = !keep.has(name) && !declared.has(name) && tensor.data.length <= mostElements;
    const key = mayMerge ? tensorKey(tensor) : undefined;
    const known = key === undefined ? undefined : firstTensors.get(key);
    if (known !== undefined) {
      replacements.set(name, known);
      continue;
    }
    if (key !== undefined) firstTensors.set(key, name);
    initializers.set(name, tensor);
  }
  const nodes: Node[] = [];
  const firstNodes = new Map<string, number>();
  let modified = replacements.size > 0;
  for (const original of graph.nodes) {
    const node = { ...original, inputs: original.inputs.map((name) => replacements.get(name) ?? name) };
    const key = isRandom(node) ? undefined : nodeKey(node);
    const known = key === undefined ? undefined : firstNodes.get(key);
    if (known === undefined) {
      if (key !== undefined) firstNodes.set(key, nodes.length);
      nodes.push(node);
      continue;
    }
    modified = true;
    const outputs = nodes[known]!.outputs.slice();
    node.outputs.forEach((name, index) => {
      if (name === '') return;
      const same = outputs[index] ?? '';
      // An output that only the later node asks for.
      if (same === '') {
        while (outputs.length < index) outputs.push('');
        outputs[index] = name;
        return;
      }
      replacements.set(name, same);
      if (!declared.has(name)) return;
      nodes.push({
        ...node,
        name: index === 0 ? node.name : name,
        opType: 'Identity',
        domain: '',
        inputs: [same],
        outputs: [name],
        attributes: {},
      });
    });
    nodes[known] = { ...nodes[known]!, outputs };
  }
  return modified ? { graph: withNodes(graph, nodes, initializers), modified } : { graph, modified };
}

function nodeKey({ domain, opType, inputs, attributes }: Node): string {
  const sorted = Object.entries(attributes)
    .map(([name, attribute]) => [name, attributeKey(attribute)])
    .sort(([a], [b]) => (a! < b! ? -1 : 1));
  return JSON.stringify([domain, opType, inputs, sorted]);
}

function attributeKey({ type, value }: AttributeValue): string {
  if (type === 'tensor') return tensorKey(value);
  // JSON has neither infinities nor a negative zero.
  const exact = (_key: string, part: unknown) =>
    Object.is(part, -0) ? '-0' : typeof part === 'number' ? `${part}` : part;
  return `${type}:${JSON.stringify(value, exact)}`;
}

function tensorKey({ dtype, shape, data }: Tensor): string {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return `${dtype}[${shape.join(',')}]${bytes.join(',')}`;
}
