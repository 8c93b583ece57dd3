import { type ConcreteShape, concreteShape, GraphError, type Shape, type Tensor, toNumbers } from '../core/index.ts';
import type { AttributeValue, Node, ValueType } from './ir.ts';
import type { OperatorSignature } from './operator-signature.ts';
import { placeOf } from './place-of.ts';

/**
 * One node as its operator's rules see it: types and constants of its inputs, attributes with their defaults filled in.
 * Every complaint made through {@link NodeContext.error} names the node and its layer.
 */
export class NodeContext {
  readonly node: Node;
  readonly schema: OperatorSignature;
  readonly inputTypes: readonly (ValueType | undefined)[];
  readonly #constants: readonly (Tensor | undefined)[];

  /** @param constants by input, the tensor where its elements are known before the graph runs */
  constructor(
    node: Node,
    schema: OperatorSignature,
    inputTypes: readonly (ValueType | undefined)[],
    constants: readonly (Tensor | undefined)[] = [],
  ) {
    this.node = node;
    this.schema = schema;
    this.inputTypes = inputTypes;
    this.#constants = constants;
  }

  /** An error that names the node and its layer. */
  error(message: string, advice?: string): GraphError {
    return new GraphError(message, { ...placeOf(this.node), ...(advice === undefined ? {} : { advice }) });
  }

  get outputCount(): number {
    return this.node.outputs.length;
  }

  /** Whether the optional input is given. */
  has(index: number): boolean {
    return this.inputTypes[index] !== undefined;
  }

  /** Type of an input that must be there. */
  type(index: number): ValueType {
    const type = this.inputTypes[index];
    if (type === undefined) {
      throw this.error(`input '${this.schema.inputs[index] ?? index}' is missing`);
    }
    return type;
  }

  shape(index: number): Shape {
    return this.type(index).shape;
  }

  /** Shape of an input, every axis known. */
  concreteShape(index: number): ConcreteShape {
    return concreteShape(
      this.shape(index),
      `${this.node.opType} node '${this.node.name}', input '${this.schema.inputs[index] ?? index}'`,
    );
  }

  rank(index: number): number {
    return this.shape(index).length;
  }

  /** The elements of an input, where they are known before the graph runs. */
  constant(index: number): Tensor | undefined {
    return this.#constants[index];
  }

  /** The elements of a small integer input such as a shape or axes; undefined where the input is absent. */
  constantNumbers(index: number): number[] | undefined {
    if (!this.has(index)) return undefined;
    const constant = this.#constants[index];
    if (constant === undefined) {
      throw this.error(
        `input '${this.schema.inputs[index] ?? index}' is computed by the graph, expected a constant`,
        'Shapes and axes must be known before the network runs',
      );
    }
    return toNumbers(constant);
  }

  #attribute(name: string, type: AttributeValue['type']): AttributeValue['value'] | undefined {
    const value = this.node.attributes[name];
    if (value !== undefined) {
      if (value.type !== type) {
        throw this.error(`attribute '${name}' has type ${value.type}, expected ${type}`);
      }
      return value.value;
    }
    const schema = this.schema.attributes[name];
    if (schema?.required) throw this.error(`attribute '${name}' (${type}) is missing`);
    return schema?.default;
  }

  /** An integer attribute that has a default or is required. */
  int(name: string): number {
    return this.optionalInt(name) ?? this.#absent(name);
  }

  optionalInt(name: string): number | undefined {
    return this.#attribute(name, 'int') as number | undefined;
  }

  /** A float attribute that has a default or is required. */
  float(name: string): number {
    return (this.#attribute(name, 'float') as number | undefined) ?? this.#absent(name);
  }

  ints(name: string): readonly number[] | undefined {
    return this.#attribute(name, 'ints') as readonly number[] | undefined;
  }

  string(name: string): string {
    return (this.#attribute(name, 'string') as string | undefined) ?? this.#absent(name);
  }

  optionalString(name: string): string | undefined {
    return this.#attribute(name, 'string') as string | undefined;
  }

  tensor(name: string): Tensor | undefined {
    return this.#attribute(name, 'tensor') as Tensor | undefined;
  }

  #absent(name: string): never {
    throw this.error(`attribute '${name}' is missing and has no default`);
  }
}
