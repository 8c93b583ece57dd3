import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import { BinaryWriter, WireType } from '@bufbuild/protobuf/wire';
import {
  AttributeProto_AttributeType as AttributeNumber,
  type AttributeProtoSchema,
  GraphProtoSchema,
  ModelProtoSchema,
  type NodeProtoSchema,
  TensorProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf';
import { GraphError, type Shape, type Tensor } from '../../core/index.ts';
import { type AttributeValue, type Model, type Node, nchwcDomain, type Value } from '../ir.ts';
import { placeOf } from '../place-of.ts';
import { dataTypeNumbers } from './data-type-numbers.ts';

/** The key of a node's metadata under which the layer that wrote it stands. */
export const layerKey = 'netwright.layer';

/** Numbers of the fields that are written by hand (onnx.proto). */
const fields = { modelGraph: 7, graphInitializer: 5, tensorRawData: 9 } as const;

/** Protobuf's limit, less what stands beside the graph. */
const mostBytes = 2 ** 31 - 2 ** 16;

/**
 * A model as the bytes of an `.onnx` file. Elements of tensors are written as `raw_data` and copied once; types of
 * intermediate values are left out, since every reader infers them.
 *
 * @throws GraphError naming the node whose integer attribute is not an integer, or where the file would exceed 2 GiB
 */
export function encodeModel(model: Model): Uint8Array<ArrayBuffer> {
  const { graph } = model;
  // A protobuf message may be cut between any two fields, so the large ones, the initializers, are put behind the rest
  // by hand: the generated encoder would copy their elements once for each level of nesting.
  const graphParts: Uint8Array[] = [
    toBinary(
      GraphProtoSchema,
      create(GraphProtoSchema, {
        name: graph.name,
        node: graph.nodes.map(encodeNode),
        input: graph.inputs.map((value) => encodeValue(value, model.meanings)),
        output: graph.outputs.map((value) => encodeValue(value, model.meanings)),
      }),
    ),
  ];
  for (const [name, tensor] of graph.initializers) {
    const parts = encodeTensor(name, tensor);
    graphParts.push(prefix(fields.graphInitializer, lengthOf(parts)), ...parts);
  }
  const head = toBinary(
    ModelProtoSchema,
    create(ModelProtoSchema, {
      irVersion: BigInt(model.irVersion),
      opsetImport: [...model.opsetImports].map(([domain, version]) => ({ domain, version: BigInt(version) })),
      producerName: model.producerName,
      producerVersion: model.producerVersion,
      docString: model.description ?? '',
      metadataProps: [...model.metadata].map(([key, value]) => ({ key, value })),
    }),
  );
  const sizeBytes = lengthOf(graphParts);
  if (sizeBytes > mostBytes) {
    throw new GraphError(`graph '${graph.name}' takes ${sizeBytes} bytes, expected at most ${mostBytes} in a file`);
  }
  return concatenate([head, prefix(fields.modelGraph, sizeBytes), ...graphParts]);
}

function encodeNode(node: Node): MessageInitShape<typeof NodeProtoSchema> {
  return {
    name: node.name,
    opType: node.domain === nchwcDomain ? node.opType.slice('Nchwc'.length) : node.opType,
    domain: node.domain,
    input: [...node.inputs],
    output: [...node.outputs],
    attribute: Object.entries(node.attributes).map(([name, value]) => encodeAttribute(node, name, value)),
    metadataProps: node.layer === undefined ? [] : [{ key: layerKey, value: node.layer }],
  };
}

function encodeAttribute(
  node: Node,
  name: string,
  attribute: AttributeValue,
): MessageInitShape<typeof AttributeProtoSchema> {
  const integer = (value: number): bigint => {
    if (Number.isSafeInteger(value)) return BigInt(value);
    throw new GraphError(`attribute '${name}' is ${value}, expected an integer`, placeOf(node));
  };
  switch (attribute.type) {
    case 'int':
      return { name, type: AttributeNumber.INT, i: integer(attribute.value) };
    case 'float':
      return { name, type: AttributeNumber.FLOAT, f: attribute.value };
    case 'string':
      return { name, type: AttributeNumber.STRING, s: utf8(attribute.value) };
    case 'ints':
      return { name, type: AttributeNumber.INTS, ints: attribute.value.map(integer) };
    case 'floats':
      return { name, type: AttributeNumber.FLOATS, floats: [...attribute.value] };
    case 'strings':
      return { name, type: AttributeNumber.STRINGS, strings: attribute.value.map(utf8) };
    case 'tensor':
      return {
        name,
        type: AttributeNumber.TENSOR,
        t: { ...tensorHead(attribute.value), rawData: bytesOf(attribute.value) },
      };
  }
}

function encodeValue(
  { name, dtype, shape }: Value,
  meanings: Model['meanings'],
): MessageInitShape<typeof ValueInfoProtoSchema> {
  const tensorType = { elemType: dataTypeNumbers[dtype], shape: encodeShape(shape) };
  return { name, type: { value: { case: 'tensorType', value: tensorType } }, docString: meanings?.get(name) ?? '' };
}

function encodeShape(shape: Shape) {
  return {
    dim: shape.map((dimension) => ({
      value:
        typeof dimension === 'number'
          ? ({ case: 'dimValue', value: BigInt(dimension) } as const)
          : ({ case: 'dimParam', value: dimension } as const),
    })),
  };
}

function tensorHead({ dtype, shape }: Tensor) {
  return { dims: shape.map(BigInt), dataType: dataTypeNumbers[dtype] };
}

/** A TensorProto in pieces; the last one is a view on the tensor's own memory. */
function encodeTensor(name: string, tensor: Tensor): Uint8Array[] {
  const head = toBinary(TensorProtoSchema, create(TensorProtoSchema, { name, ...tensorHead(tensor) }));
  const bytes = bytesOf(tensor);
  return [head, prefix(fields.tensorRawData, bytes.length), bytes];
}

/** The elements in the order of the machine, which is little-endian wherever JavaScript engines run, as in ONNX. */
function bytesOf({ data }: Tensor): Uint8Array<ArrayBuffer> {
  return new Uint8Array(data.buffer as ArrayBuffer, data.byteOffset, data.byteLength);
}

function utf8(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Tag and length of a length-delimited field. */
function prefix(field: number, length: number): Uint8Array {
  return new BinaryWriter().tag(field, WireType.LengthDelimited).uint32(length).finish();
}

function lengthOf(parts: readonly Uint8Array[]): number {
  return parts.reduce((sum, part) => sum + part.length, 0);
}

function concatenate(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const result = new Uint8Array(lengthOf(parts));
  let offset = 0;
  for (const part of parts) {
    result.set(part, offset);
    offset += part.length;
  }
  return result;
}
