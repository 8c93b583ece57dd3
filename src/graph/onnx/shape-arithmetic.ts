import { type Dimension, fromNumbers, type Shape, type Tensor, toNumbers } from '../../core/index.ts';
import type { GraphBuilder } from '../graph-builder.ts';
import type { Node, Value } from '../ir.ts';
import { dataTypeNumbers } from './data-type-numbers.ts';
import { countOpen, expandOpen } from './open-lengths.ts';
import { mostElements, numbersOf, type ShapeValue, shapeRules } from './shape-rules.ts';

/** Operators whose result is zero where their input is. */
const keepsZeros = new Set(['Expand', 'Slice', 'Cast', 'Identity', 'Unsqueeze', 'Squeeze', 'Transpose', 'Reshape']);

/** By operator, the inputs that are taken as zero where they are absent. */
const zeroInputs: Readonly<Record<string, readonly number[]>> = {
  Conv: [2],
  ConvTranspose: [2],
  RNN: [5],
  GRU: [5],
  LSTM: [5, 6],
};

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

  /** Constants that nodes write, unlike initializers. */
  readonly #literals = new Set<string>();
  /** Nodes whose every element is 0, whatever their shape; they too are added only where something reads them. */
  readonly #zeros = new Map<string, { shape: Shape | undefined }>();

  constructor(builder: GraphBuilder) {
    this.#builder = builder;
  }

  /** Adds what a Constant node stands for. */
  literal(name: string, tensor: Tensor): void {
    this.#builder.initializer(name, tensor);
    this.#literals.add(name);
  }

  /** Adds a node, or keeps it back where its result is known. */
  add(original: Node): void {
    const cast = this.#withKnownType(original);
    const node = this.#withoutZeros(this.#withoutOpenSizes(this.#withConstantEnds(this.#withConstantShape(cast))));
    const [output] = node.outputs;
    const result = this.#evaluate(node);
    const isNew = output !== undefined && !this.#known.has(output) && !this.#builder.hasValue(output);
    if (isNew && node.outputs.length === 1) {
      const position = this.#known.size + this.#zeros.size;
      if (result !== undefined) {
        this.#known.set(output, result);
        this.#pending.set(output, { node, position });
        return;
      }
      if (this.#isZero(node)) {
        this.#zeros.set(output, { shape: this.#shapeOfZeros(node) });
        this.#pending.set(output, { node, position });
        return;
      }
    }
    for (const name of node.outputs) this.define(name);
    this.#append(node);
  }

  /** Makes sure that a value is defined in the graph, which is about to be read. */
  define(wanted: string): void {
    const open = [wanted];
    const needed: { node: Node; position: number }[] = [];
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      const pending = this.#pending.get(name);
      if (pending === undefined) continue;
      this.#pending.delete(name);
      const known = this.#known.get(name);
      const constant = known && tensorOf(known);
      if (constant !== undefined) {
        this.#builder.initializer(name, constant);
      } else {
        needed.push(pending);
        open.push(...this.#inputsToDefine(pending.node));
      }
    }
    needed.sort((a, b) => a.position - b.position);
    for (const { node } of needed) this.#append(node);
  }

  /** Adds a node that is needed; one that repeats something along axes of open length, by means of an input that has them. */
  #append(node: Node): void {
    for (const name of this.#inputsToDefine(node)) this.define(name);
    const value = this.#builder.withLayer(node.layer, () => this.#repeated(node));
    if (value !== undefined) {
      this.#builder.withLayer(node.layer, () =>
        this.#builder.op('Identity', [value], {}, { outputName: node.outputs[0]! }),
      );
      return;
    }
    for (const name of node.inputs) this.define(name);
    this.#builder.add(node);
  }

  /** The inputs that the node reads when it is added: of one that repeats, not the open lengths. */
  #inputsToDefine(node: Node): readonly string[] {
    return this.#openLengths(node) === undefined ? node.inputs : node.inputs.slice(0, repeating[node.opType]);
  }

  /** The lengths that a node repeats its first input to (Expand) or by (Tile), or fills, where some are open. */
  #openLengths(node: Node): Shape | undefined {
    const position = node.domain === '' ? repeating[node.opType] : undefined;
    const lengths = position === undefined ? undefined : this.#known.get(node.inputs[position] ?? '')?.elements;
    return lengths?.some((length) => typeof length === 'string') ? lengths : undefined;
  }

  #repeated(node: Node): Value | undefined {
    const lengths = this.#openLengths(node);
    if (lengths === undefined) return undefined;
    const [data = '', second = '', third = ''] = node.inputs;
    switch (node.opType) {
      case 'Expand':
        return expandOpen(this.#builder, this.#builder.value(data), lengths);
      case 'Tile': {
        const known = lengths.map((length) => (typeof length === 'string' ? 1 : length));
        const tiled = this.#builder.op('Tile', [this.#builder.value(data), this.#builder.ints(known)]);
        const open = lengths.map((length, axis) => (typeof length === 'string' ? length : tiled.shape[axis]!));
        return expandOpen(this.#builder, tiled, open);
      }
      case 'ConstantOfShape': {
        const { value } = node.attributes;
        const filler = value?.type === 'tensor' ? value.value : fromNumbers('float32', [1], [0]);
        return expandOpen(this.#builder, this.#builder.constant(filler), lengths);
      }
      default: {
        const [start, delta] = [data, third].map((name) => this.#valueOf(name));
        const dtype = start?.dtype ?? 'int64';
        const [limit] = lengths;
        const isPlain =
          start?.elements[0] === 0 && delta?.elements[0] === 1 && typeof limit === 'string' && second !== '';
        return isPlain ? countOpen(this.#builder, limit, dtype) : undefined;
      }
    }
  }

  /** Whether a node gives zeros whose number may depend on the batch, such as the first state of a recurrent cell. */
  #isZero({ opType, domain, inputs, attributes }: Node): boolean {
    const [x] = inputs;
    if (domain !== '' || x === undefined) return false;
    if (opType === 'ConstantOfShape') {
      const { value } = attributes;
      return value === undefined || (value.type === 'tensor' && toNumbers(value.value).every((number) => number === 0));
    }
    if (!keepsZeros.has(opType)) return false;
    if (this.#zeros.has(x)) return true;
    const constant = this.#literals.has(x) ? this.#builder.constantOf(x) : undefined;
    return constant?.dtype === 'float32' && constant.data.length === 1 && constant.data[0] === 0;
  }

  #shapeOfZeros({ opType, inputs }: Node): Shape | undefined {
    const [x, shape] = inputs.map((name) => this.#valueOf(name)?.elements);
    return opType === 'ConstantOfShape' ? x : opType === 'Expand' ? shape : undefined;
  }

  /** Inputs that are zero where they are absent: the bias of a convolution, the first state of a recurrent cell. */
  #withoutZeros(node: Node): Node {
    const optional = node.domain === '' ? zeroInputs[node.opType] : undefined;
    if (optional === undefined) return node;
    const inputs = node.inputs.map((name, index) => (optional.includes(index) && this.#zeros.has(name) ? '' : name));
    while (inputs.at(-1) === '') inputs.pop();
    return { ...node, inputs };
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
    if (known !== undefined) return lengthsOf(known);
    return this.#builder.hasValue(name) ? this.#builder.value(name).shape : this.#zeros.get(name)?.shape;
  }

  #valueOf(name: string): ShapeValue | undefined {
    const known = this.#known.get(name);
    const constant = this.#builder.constantOf(name);
    if (known !== undefined || constant === undefined) return known;
    const { dtype, shape, data } = constant;
    const isList = shape.length <= 1 && data.length <= mostElements;
    // Numbers that are no parameters, since a node wrote them.
    const isLiteral = dtype === 'float32' && this.#literals.has(name);
    if (!isList || (dtype !== 'int64' && dtype !== 'int32' && dtype !== 'bool' && !isLiteral)) return undefined;
    return { dtype, rank: shape.length === 0 ? 0 : 1, elements: toNumbers(constant) };
  }

  /** A CastLike as the Cast to the type of its second input. */
  #withKnownType(node: Node): Node {
    const [data = '', like = ''] = node.inputs;
    if (node.domain !== '' || node.opType !== 'CastLike') return node;
    if (!this.#known.has(like)) this.define(like);
    const dtype =
      this.#known.get(like)?.dtype ?? (this.#builder.hasValue(like) ? this.#builder.value(like).dtype : undefined);
    if (dtype === undefined) return node;
    const { saturate } = node.attributes;
    const attributes = {
      to: { type: 'int', value: dataTypeNumbers[dtype] },
      ...(saturate === undefined ? {} : { saturate }),
    } as const;
    return { ...node, opType: 'Cast', inputs: [data], attributes };
  }

  /** A Slice whose ends are lengths of axes that are open: those axes are taken whole. */
  #withConstantEnds(node: Node): Node {
    const [data, starts, ends, axes, ...rest] = node.inputs;
    if (node.domain !== '' || node.opType !== 'Slice' || data === undefined || ends === undefined) return node;
    const wanted = this.#known.get(ends)?.elements;
    const given = this.#shapeOf(data);
    if (given === undefined || wanted === undefined || wanted.every((end) => typeof end === 'number')) return node;
    const positions = axes === undefined || axes === '' ? wanted.map((_, axis) => axis) : this.#valueOf(axes)?.elements;
    const numbers = wanted.map((end, index) => {
      const axis = positions?.[index];
      if (typeof end === 'number') return end;
      return typeof axis === 'number' && given.at(axis) === end ? Number.MAX_SAFE_INTEGER : undefined;
    });
    if (numbers.some((end) => end === undefined)) return node;
    const constant = this.#builder.ints(numbers.map((end) => end!));
    return { ...node, inputs: [data, starts!, constant.name, ...(axes === undefined ? [] : [axes]), ...rest] };
  }

  /** A Resize to sizes of which some are open: those axes stay as they are. */
  #withoutOpenSizes(node: Node): Node {
    const [data = '', , , sizes = ''] = node.inputs;
    const wanted = node.domain === '' && node.opType === 'Resize' ? this.#known.get(sizes)?.elements : undefined;
    const given = this.#shapeOf(data);
    if (given === undefined || wanted === undefined || wanted.every((length) => typeof length === 'number'))
      return node;
    const { axes } = node.attributes;
    const positions = axes?.type === 'ints' ? axes.value : wanted.map((_, axis) => axis);
    const kept = positions.filter((axis, index) => wanted[index] !== given.at(axis));
    const lengths = kept.map((axis) => wanted[positions.indexOf(axis)]);
    const numbers = lengths.filter((length) => typeof length === 'number');
    if (numbers.length < lengths.length || numbers.length === 0) return node;
    return {
      ...node,
      inputs: [data, '', '', this.#builder.ints(numbers).name],
      attributes: { ...node.attributes, axes: { type: 'ints', value: kept } },
    };
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

/** By operator that repeats something, which input has the lengths. */
const repeating: Readonly<Record<string, number>> = { ConstantOfShape: 0, Expand: 1, Tile: 1, Range: 1 };

function lengthsOf({ rank, elements, columns = 1 }: ShapeValue): number[] {
  return [[], [elements.length], [elements.length / columns, columns]][rank]!;
}

/** The tensor that a value stands for, where every length is known. */
function tensorOf(value: ShapeValue): Tensor | undefined {
  // Files write ±2^63 for "to the end", which is as far as 2^53.
  const numbers = numbersOf(value)?.map((number) =>
    Math.abs(number) > 2 ** 62 ? Math.sign(number) * Number.MAX_SAFE_INTEGER : number,
  );
  if (numbers === undefined || (value.dtype !== 'float32' && !numbers.every(Number.isSafeInteger))) return undefined;
  return fromNumbers(value.dtype, lengthsOf(value), numbers);
}

/** Lengths by name as 0 where the axis is copied, and at most one other as −1. */
function copyOrWorkOut(wanted: readonly Dimension[], given: Shape): number[] | undefined {
  const numbers = wanted.map((length, axis) => (typeof length === 'number' ? length : given[axis] === length ? 0 : -1));
  return numbers.filter((length) => length < 0).length <= 1 ? numbers : undefined;
}
