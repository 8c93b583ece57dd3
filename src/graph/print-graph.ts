import type { Shape, Tensor } from '../core/index.ts';
import type { AttributeValue, Graph, Node, ValueType } from './ir.ts';
import { formatElement, formatFloat, isWord, textSyntax } from './text-syntax.ts';

/**
 * A graph as text, which `parseGraph` reads and whose grammar it describes:
 *
 * ```
 * mlp (float32[batch, 4] x) => (float32[batch, 2] y)
 * <
 *   float32[4, 2] kernel = {0.5, 0.25, ...},
 *   float32[2] bias = {0...}
 * >
 * {
 *   h = Gemm<transB = 1>(x, kernel, bias) @dense_1
 *   y = Relu(h)
 * }
 * ```
 *
 * @param options.elementLimit tensors of more elements are cut short (unless all are equal), and the text cannot be
 *   parsed any more; default 16, `Infinity` writes them all
 */
export function printGraph(graph: Graph, options: { elementLimit?: number } = {}): string {
  const { elementLimit = 16 } = options;
  const values = (list: Graph['inputs']) =>
    `(${list.map((value) => `${printType(value)} ${printName(value.name)}`).join(', ')})`;
  const lines = [`${printName(graph.name)} ${values(graph.inputs)} => ${values(graph.outputs)}`];
  if (graph.initializers.size > 0) {
    const initializers = [...graph.initializers].map(
      ([name, tensor]) => `  ${printType(tensor)} ${printName(name)} = ${printElements(tensor, elementLimit)}`,
    );
    lines.push('<', initializers.join(',\n'), '>');
  }
  lines.push('{', ...graph.nodes.map((node) => `  ${printNode(node, elementLimit)}`), '}');
  return `${lines.join('\n')}\n`;
}

function printNode(node: Node, elementLimit: number): string {
  const label = node.name === node.outputs[0] ? '' : `[${printName(node.name)}] `;
  const operator = node.domain === '' ? node.opType : `${node.domain}.${node.opType}`;
  const attributes = Object.entries(node.attributes)
    .map(([name, attribute]) => `${name}${kindOf(attribute)} = ${printAttribute(attribute, elementLimit)}`)
    .join(', ');
  const layer = node.layer === undefined ? '' : ` @${printName(node.layer)}`;
  const outputs = node.outputs.map(printName).join(', ');
  const inputs = node.inputs.map(printName).join(', ');
  return `${label}${outputs} = ${operator}${attributes === '' ? '' : `<${attributes}>`}(${inputs})${layer}`;
}

/** An empty list does not show what it is a list of. */
function kindOf({ type, value }: AttributeValue): string {
  return Array.isArray(value) && value.length === 0 ? `: ${type}` : '';
}

function printAttribute(attribute: AttributeValue, elementLimit: number): string {
  switch (attribute.type) {
    case 'int':
      return String(attribute.value);
    case 'float':
      return formatFloat(attribute.value);
    case 'string':
      return JSON.stringify(attribute.value);
    case 'ints':
      return `[${attribute.value.join(', ')}]`;
    case 'floats':
      return `[${attribute.value.map(formatFloat).join(', ')}]`;
    case 'strings':
      return `[${attribute.value.map((text) => JSON.stringify(text)).join(', ')}]`;
    case 'tensor':
      return `${printType(attribute.value)} ${printElements(attribute.value, elementLimit)}`;
  }
}

function printElements({ dtype, data }: Tensor, limit: number): string {
  const first = data[0];
  if (first !== undefined && data.length > 1) {
    let same = 1;
    while (same < data.length && Object.is(data[same], first)) same++;
    if (same === data.length) return `{${formatElement(dtype, first)}...}`;
  }
  const complete = data.length <= limit;
  const shown: string[] = [];
  for (let i = 0; i < (complete ? data.length : 3); i++) shown.push(formatElement(dtype, data[i]!));
  if (!complete) shown.push('...');
  return `{${shown.join(', ')}}`;
}

function printType({ dtype, shape }: ValueType): string {
  return `${dtype}${printShape(shape)}`;
}

function printShape(shape: Shape): string {
  const dimensions = shape.map((dimension) =>
    typeof dimension === 'number' || isWord(textSyntax.dimension, dimension) ? dimension : JSON.stringify(dimension),
  );
  return `[${dimensions.join(', ')}]`;
}

function printName(name: string): string {
  return isWord(textSyntax.name, name) ? name : JSON.stringify(name);
}
