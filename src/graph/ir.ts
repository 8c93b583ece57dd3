import type { DataType, Shape, Tensor } from '../core/index.ts';

/**
 * The ONNX intermediate representation, in ONNX's own words, as plain immutable data. Values are named; a node refers to
 * its inputs by name, an empty name being an absent optional input. Nodes stand in execution order.
 */

/** Data type and shape of a value; the shape may name axes that are not known yet, such as `batch`. */
export interface ValueType {
  readonly dtype: DataType;
  readonly shape: Shape;
}

/** A named value: a graph input or output, an initializer, or what a node produced. */
export interface Value extends ValueType {
  readonly name: string;
}

/** An attribute of a node, tagged with its ONNX type. */
export type AttributeValue =
  | { readonly type: 'int'; readonly value: number }
  | { readonly type: 'float'; readonly value: number }
  | { readonly type: 'string'; readonly value: string }
  | { readonly type: 'ints'; readonly value: readonly number[] }
  | { readonly type: 'floats'; readonly value: readonly number[] }
  | { readonly type: 'strings'; readonly value: readonly string[] }
  | { readonly type: 'tensor'; readonly value: Tensor };

export type AttributeType = AttributeValue['type'];

/** One operation. */
export interface Node {
  readonly name: string;
  readonly opType: string;
  /** `''` is ONNX itself; `com.microsoft` ONNX Runtime's extensions; `netwright` ours, which a lowering replaces. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: Readonly<Record<string, AttributeValue>>;
  /** The layer that wrote the node, kept through every pass so that errors and statistics can name it. */
  readonly layer?: string;
}

/** A computation: inputs and initializers, nodes in execution order, outputs. */
export interface Graph {
  readonly name: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly initializers: ReadonlyMap<string, Tensor>;
  readonly nodes: readonly Node[];
  /** The type of every value in the graph by name, inputs and initializers included. */
  readonly types: ReadonlyMap<string, ValueType>;
}

/** A graph as a file holds it. */
export interface Model {
  readonly graph: Graph;
  readonly irVersion: number;
  /** Version of each operator set that the graph uses, by domain. */
  readonly opsetImports: ReadonlyMap<string, number>;
  readonly producerName: string;
  readonly producerVersion: string;
  /** Free text by key, `metadata_props` in ONNX. */
  readonly metadata: ReadonlyMap<string, string>;
  /** What the model is, for people: `doc_string` in ONNX. Written, but not read back. */
  readonly description?: string;
  /** What its inputs and outputs mean, for people, by name. Written, but not read back. */
  readonly meanings?: ReadonlyMap<string, string>;
}

/** Domain of ONNX Runtime's extension operators. */
export const microsoftDomain = 'com.microsoft';
/** Domain of operators that exist only inside netwright, until a lowering replaces them. */
export const netwrightDomain = 'netwright';
/**
 * Domain of ONNX Runtime's operators on blocked channels. Their names are those of ONNX's own operators: in memory they
 * carry the prefix `Nchwc`, which is left out where a model is encoded.
 */
export const nchwcDomain = 'com.microsoft.nchwc';

/** The ONNX opset that graphs in memory follow; files of opset 13 and newer are converted to it when read. */
export const currentOpset = 21;
/** The ONNX IR version that is written: the first in which a node carries metadata. */
export const currentIrVersion = 10;
