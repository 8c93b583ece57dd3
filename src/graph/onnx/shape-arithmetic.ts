import { type Dimension, fromNumbers, type Shape, type Tensor, toNumbers } from '../../core/index.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Node } from '../ir.ts';
import { mostElements, numbersOf, type ShapeValue, shapeRules } from './shape-rules.ts';

/**
 * Adds the nodes of a file to a graph, and works out what they compute from shapes on the way. PyTorch writes
 * `x.view(x.size(0), -1)` as half a dozen nodes that take the shape of x apart and put another one together, while in a
 * graph of netwright shapes and axes are constants: where every length is known the result becomes an initializer;
 * where the lengths of some axes are open, a Reshape copies those axes (0) or works one out (−1). Nodes that only
 * computed such a shape are left out.
 */
export class ShapeArithmetic {
  readonly #builder: GraphBuilder;
  readonly #known = new Map<string, ShapeValue>();
  /** Nodes whose result is known, which are added only where something reads it after all. */
  readonly #pending = new Map<string, { node: Node; position: number }>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** Adds a node, or keeps it back where its result is known. */
  add(original: Node): void {
    const node = this.#withConstantShape(original);
    const [output] = node.outputs;
    const result = this.#evaluate(node);
    const isNew = output !== undefined && !this.#known.has(output) && !this.#builder.hasValue(output);
    if (result !== undefined && isNew && node.outputs.length === 1) {
      this.#known.set(output, result);
      this.#pending.set(output, { node, position: this.#known.size });
      return;
    }
    for (const name of [...node.inputs, ...node.outputs]) this.define(name);
    this.#builder.add(node);
  }

  /** Makes sure that a value is defined in the graph, which is about to be read. */
  define(wanted: string): void {
    const open = [wanted];
    const needed: { node: Node; position: number }[] = [];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const pending = this.#pending.get(name);
      if (pending === undefined) continue;
      this.#pending.delete(name);
      const constant = tensorOf(this.#known.get(name)!);
      if (constant !== undefined) {
        this.#builder.initializer(name, constant);
      } else {
        needed.push(pending);
        open.push(...pending.node.inputs);
      }
    }
    needed.sort((a, b) => a.position - b.position);
    for (const { node } of needed) this.#builder.add(node);
  }

  #evaluate(node: Node): ShapeValue | undefined {
    if (node.domain !== '') return undefined;
    if (node.opType !== 'Shape') {
      const inputs = node.inputs.map((name) => this.#valueOf(name));
      return shapeRules[node.opType]?.(node, inputs);
    }
    const [name] = node.inputs;
    const { start, end } = node.attributes;
    const from = start?.type === 'int' ? start.value : 0;
    const to = end?.type === 'int' ? end.value : undefined;
    const shape = name === undefined ? undefined : this.#shapeOf(name)?.slice(from, to);
    return shape === undefined ? undefined : { dtype: 'int64', rank: 1, elements: shape };
  }

  #shapeOf(name: string): Shape | undefined {
    const known = this.#known.get(name);
    if (known !== undefined) return known.rank === 0 ? [] : [known.elements.length];
    return this.#builder.hasValue(name) ? this.#builder.value(name).shape : undefined;
  }

  #valueOf(name: string): ShapeValue | undefined {
    const known = this.#known.get(name);
    const constant = this.#builder.constantOf(name);
    if (known !== undefined || constant === undefined) return known;
    const { dtype, shape, data } = constant;
    const isList = shape.length <= 1 && data.length <= mostElements;
    if (!isList || (dtype !== 'int64' && dtype !== 'int32' && dtype !== 'bool')) return undefined;
    return { dtype, rank: shape.length === 0 ? 0 : 1, elements: toNumbers(constant) };
  }

  /** A Reshape to a shape in which some lengths are open, written with 0 and −1 in their place. */
  #withConstantShape(node: Node): Node {
    const [data, shape] = node.inputs;
    if (node.domain !== '' || node.opType !== 'Reshape' || data === undefined || shape === undefined) return node;
    const wanted = this.#known.get(shape)?.elements;
    if (wanted === undefined || wanted.every((length) => typeof length === 'number')) return node;
    const { allowzero, ...attributes } = node.attributes;
    const zeroIsLength = allowzero?.type === 'int' && allowzero.value === 1;
    const given = this.#shapeOf(data);
    const numbers = given === undefined ? undefined : copyOrWorkOut(wanted, given);
    if (numbers === undefined || (zeroIsLength && wanted.includes(0))) return node;
    return { ...node, inputs: [data, this.#builder.ints(numbers).name], attributes };
  }
}

/** The tensor that a value stands for, where every length is known. */
function tensorOf(value: ShapeValue): Tensor | undefined {
  const numbers = numbersOf(value);
  if (numbers === undefined || !numbers.every(Number.isSafeInteger)) return undefined;
  return fromNumbers(value.dtype, value.rank === 0 ? [] : [numbers.length], numbers);
}

/** Lengths by name as 0 where the axis is copied, and at most one other as −1. */
function copyOrWorkOut(wanted: readonly Dimension[], given: Shape): number[] | undefined {
  const numbers = wanted.map((length, axis) => (typeof length === 'number' ? length : given[axis] === length ? 0 : -1));
  return numbers.filter((length) => length < 0).length <= 1 ? numbers : undefined;
}
