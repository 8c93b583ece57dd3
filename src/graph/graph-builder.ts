import {
  type DataType,
  fromNumbers,
  GraphError,
  int64s,
  NetwrightError,
  type Shape,
  type Tensor,
} from '../core/index.ts';
import { checkNode } from './check-node.ts';
import type { AttributeValue, Graph, Node, Value, ValueType } from './ir.ts';
import { NodeContext } from './node-context.ts';
import type { OperatorCatalogue, OperatorSchema } from './operator-schema.ts';
import { placeOf } from './place-of.ts';

/** Attribute values as authors write them; the operator's schema says which ONNX type each one becomes. */
export type PlainAttributes = Readonly<
  Record<string, number | string | readonly number[] | readonly string[] | Tensor | undefined>
>;

/** Builds a graph node by node and infers the type of each value at once, so that a mistake is found where it is made. */
export class GraphBuilder {
  readonly catalogue: OperatorCatalogue;
  readonly name: string;
  readonly #inputs: Value[] = [];
  readonly #outputs: Value[] = [];
  readonly #initializers = new Map<string, Tensor>();
  readonly #nodes: Node[] = [];
  readonly #values = new Map<string, Value>();
  readonly #nodeNames = new Set<string>();
  readonly #constants = new Map<string, Value>();
  readonly #nextSuffix = new Map<string, number>();
  readonly #reserved = new Set<string>();
  readonly #reservedNodes = new Set<string>();
  #layer: string | undefined;

  constructor(catalogue: OperatorCatalogue, name = 'graph') {
    this.catalogue = catalogue;
    this.name = name;
  }

  /** The graph inputs declared so far. */
  get inputs(): readonly Value[] {
    return this.#inputs;
  }

  /** The nodes added so far, in execution order. */
  get nodes(): readonly Node[] {
    return this.#nodes;
  }

  /** The layer that nodes added now belong to. */
  get layer(): string | undefined {
    return this.#layer;
  }

  /** Runs `write` with every node it adds assigned to `layer`. */
  withLayer<T>(layer: string | undefined, write: () => T): T {
    const outer = this.#layer;
    this.#layer = layer;
    try {
      return write();
    } finally {
      this.#layer = outer;
    }
  }

  /** Declares a graph input. */
  input(name: string, dtype: DataType, shape: Shape): Value {
    const value = this.#define({ name, dtype, shape });
    this.#inputs.push(value);
    return value;
  }

  /** Adds a named tensor: a parameter, a statistic. */
  initializer(name: string, tensor: Tensor): Value {
    const value = this.#define({ name, dtype: tensor.dtype, shape: tensor.shape });
    this.#initializers.set(name, tensor);
    return value;
  }

  /** Adds a nameless tensor; equal small ones are shared. */
  constant(tensor: Tensor, hint = 'constant'): Value {
    const key = tensor.data.length <= 64 ? constantKey(tensor) : undefined;
    const known = key === undefined ? undefined : this.#constants.get(key);
    if (known !== undefined) return known;
    const value = this.initializer(this.uniqueName(hint), tensor);
    if (key !== undefined) this.#constants.set(key, value);
    return value;
  }

  /** A constant number of the given type. */
  scalar(value: number, dtype: DataType = 'float32'): Value {
    return this.constant(fromNumbers(dtype, [], [value]));
  }

  /** A constant one-dimensional int64 tensor, as ONNX wants for shapes and axes. */
  ints(values: readonly number[]): Value {
    return this.constant(int64s(values));
  }

  /** The tensor behind a value, where it is an initializer. */
  constantOf(name: string): Tensor | undefined {
    return this.#initializers.get(name);
  }

  /** The value of that name. Throws {@link GraphError} where none is defined yet. */
  value(name: string): Value {
    const value = this.#values.get(name);
    if (value === undefined) throw new GraphError(`value '${name}' is not defined in graph '${this.name}'`);
    return value;
  }

  hasValue(name: string): boolean {
    return this.#values.has(name);
  }

  /** Adds a node with one output, or the first of several, and returns it. */
  op(
    opType: string,
    inputs: readonly (Value | undefined)[],
    attributes: PlainAttributes = {},
    options: { outputName?: string } = {},
  ): Value {
    return this.ops(opType, inputs, attributes, options.outputName === undefined ? 1 : [options.outputName])[0]!;
  }

  /** Adds a node and returns its outputs: as many as asked for, or under the names given. */
  ops(
    opType: string,
    inputs: readonly (Value | undefined)[],
    attributes: PlainAttributes,
    outputs: number | readonly string[],
  ): Value[] {
    const schema = this.#schema(opType);
    const name = this.#uniqueNodeName(this.#layer === undefined ? opType : `${this.#layer}/${opType}`);
    const count = typeof outputs === 'number' ? outputs : outputs.length;
    const names =
      typeof outputs === 'number'
        ? Array.from({ length: count }, (_, index) =>
            this.uniqueName(index === 0 ? name : `${name}:${schema.outputs[index]?.replace(/\?|\.\.\./, '') ?? index}`),
          )
        : outputs;
    const inputNames = inputs.map((value) => value?.name ?? '');
    while (inputNames.at(-1) === '') inputNames.pop();
    return this.add({
      name,
      opType,
      domain: schema.domain,
      inputs: inputNames,
      outputs: names,
      attributes: tagAttributes(schema, attributes, name),
      ...(this.#layer === undefined ? {} : { layer: this.#layer }),
    });
  }

  /** Adds a node as it stands, infers its outputs' types and returns them. */
  add(node: Node): Value[] {
    const schema = this.#schema(node.opType, node);
    checkNode(node, schema);
    const inputTypes = node.inputs.map((name) => (name === '' ? undefined : this.#inputOf(node, name)));
    const constants = node.inputs.map((name) => this.#initializers.get(name));
    const types = inferNode(schema, new NodeContext(node, schema, inputTypes, constants));
    this.#nodes.push(node);
    this.#nodeNames.add(node.name);
    return node.outputs.map((name, index) => {
      const { dtype, shape } = types[index]!;
      return name === '' ? { name, dtype, shape } : this.#define({ name, dtype, shape });
    });
  }

  /** Declares a value as a graph output, under another name where one is given. */
  output(value: Value, name: string = value.name): Value {
    const output = name === value.name ? value : this.op('Identity', [value], {}, { outputName: name });
    this.#outputs.push(output);
    return output;
  }

  /** A value name that is not taken yet. */
  uniqueName(hint: string): string {
    return this.#unique(hint, (name) => this.#values.has(name) || this.#reserved.has(name));
  }

  /** Keeps names of values and nodes from being made up, because they will be defined later. */
  reserve(valueNames: Iterable<string>, nodeNames: Iterable<string> = []): void {
    for (const name of valueNames) this.#reserved.add(name);
    for (const name of nodeNames) this.#reservedNodes.add(name);
  }

  /** The graph built so far. */
  build(): Graph {
    return {
      name: this.name,
      inputs: [...this.#inputs],
      outputs: [...this.#outputs],
      initializers: new Map(this.#initializers),
      nodes: [...this.#nodes],
      types: new Map(
        [...this.#values].map(([name, { dtype, shape }]): [string, ValueType] => [name, { dtype, shape }]),
      ),
    };
  }

  #uniqueNodeName(hint: string): string {
    return this.#unique(hint, (name) => this.#nodeNames.has(name) || this.#reservedNodes.has(name));
  }

  #unique(hint: string, taken: (name: string) => boolean): string {
    if (!taken(hint)) return hint;
    let suffix = this.#nextSuffix.get(hint) ?? 1;
    while (taken(`${hint}_${suffix}`)) suffix++;
    this.#nextSuffix.set(hint, suffix + 1);
    return `${hint}_${suffix}`;
  }

  #define(value: Value): Value {
    if (value.name === '' || this.#values.has(value.name)) {
      throw new GraphError(`value name '${value.name}' is ${value.name === '' ? 'empty' : 'defined twice'}`);
    }
    this.#values.set(value.name, value);
    return value;
  }

  #inputOf(node: Node, name: string): Value {
    const value = this.#values.get(name);
    if (value === undefined) {
      throw new GraphError(
        `input '${name}' is not the name of an input, an initializer or an earlier node's output`,
        placeOf(node),
      );
    }
    return value;
  }

  #schema(opType: string, node?: Node): OperatorSchema {
    const schema = this.catalogue.find(opType);
    if (schema === undefined || (node !== undefined && schema.domain !== node.domain)) {
      throw new GraphError(`operator '${node?.domain ? `${node.domain}.` : ''}${opType}' is not in the catalogue`, {
        ...(node === undefined ? {} : placeOf(node)),
      });
    }
    return schema;
  }
}

/** Runs an operator's shape rule; every complaint, also one about shapes alone, names the node. */
export function inferNode(schema: OperatorSchema, context: NodeContext): readonly ValueType[] {
  try {
    return schema.infer(context);
  } catch (error) {
    if (error instanceof GraphError || !(error instanceof NetwrightError)) throw error;
    throw context.error(error.message);
  }
}

function constantKey({ dtype, shape, data }: Tensor): string {
  return `${dtype}:${shape.join(',')}:${Array.from(data as Float64Array, (x) => (Object.is(x, -0) ? '-0' : String(x))).join(',')}`;
}

function tagAttributes(schema: OperatorSchema, plain: PlainAttributes, nodeName: string): Node['attributes'] {
  const attributes: Record<string, AttributeValue> = {};
  for (const [name, value] of Object.entries(plain)) {
    if (value === undefined) continue;
    const expected = schema.attributes[name];
    if (expected === undefined) {
      throw new GraphError(`attribute '${name}' does not exist`, { opType: schema.opType, nodeName });
    }
    attributes[name] = { type: expected.type, value } as AttributeValue;
  }
  return attributes;
}
