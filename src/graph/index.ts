/** The ONNX intermediate representation: graphs, nodes and values, building, checking, printing, and the file format. */
export {
  GraphBuilder,
  inferNode,
  type PlainAttributes,
} from './graph-builder.ts';
export {
  type AttributeType,
  type AttributeValue,
  currentIrVersion,
  currentOpset,
  type Graph,
  type Model,
  microsoftDomain,
  type Node,
  nchwcDomain,
  netwrightDomain,
  type Value,
  type ValueType,
} from './ir.ts';
export { NodeContext } from './node-context.ts';
export { createModel } from './onnx/create-model.ts';
export { dataTypeNumbers, dataTypeOfNumber } from './onnx/data-type-numbers.ts';
export { decodeModel } from './onnx/decode-model.ts';
export type { ExternalReader } from './onnx/decode-tensor.ts';
export { encodeModel } from './onnx/encode-model.ts';
export type { OperatorCatalogue, OperatorSchema } from './operator-schema.ts';
export { type AttributeSchema, argumentCounts, type OperatorSignature } from './operator-signature.ts';
export { parseGraph } from './parse-graph.ts';
export { placeOf } from './place-of.ts';
export { printGraph } from './print-graph.ts';
export { type Rebuilt, rebuild } from './rebuild.ts';
export { ancestors, consumers, descendants, producers } from './traversal.ts';
export { formatType, sameType } from './value-type.ts';
export { verifyGraph } from './verify.ts';
