import { fromBinary } from '@bufbuild/protobuf';
import { type GraphProto, type ModelProto, ModelProtoSchema, type ValueInfoProto } from 'onnx-buf';
import { type Dimension, FileError, GraphError, isNetwrightError } from '../../core/index.ts';
import { GraphBuilder } from '../graph-builder.ts';
import { currentIrVersion, type Graph, type Model, type Value, type ValueType } from '../ir.ts';
import type { OperatorCatalogue } from '../operator-schema.ts';
import { opsetImportsOf } from './create-model.ts';
import { decodeConstant, decodeNode, normalizeDomain } from './decode-node.ts';
import { decodeTensor, type ExternalReader, supportedType } from './decode-tensor.ts';
import { convertNode, readableOpsets } from './opset-conversions.ts';
import { SequenceSplits } from './sequence-splits.ts';
import { ShapeArithmetic } from './shape-arithmetic.ts';

/** The newest version of the file format that is read; that of onnxruntime 1.30. */
const newestIrVersion = 13;

interface DecodeOptions {
  /** What errors call the file; default `model`. */
  readonly path?: string;
  /** Reads tensors that lie in files beside the model; without it they are refused. */
  readonly readExternal?: ExternalReader;
  /** Lengths for open axes, by name, given what the graph takes; other axes stay open. */
  readonly lengths?: (inputs: readonly Value[]) => Readonly<Record<string, number>>;
}

/**
 * Reads an `.onnx` file. The graph comes out in the form of {@link currentOpset}, whatever opset from 13 to 26 the file
 * has: Constant nodes become initializers, nodes without a name get that of their first output, inputs that only stand
 * for an initializer go, axes of unknown length get a name (`x_axis0`), shapes that are computed become constants, and
 * every type is inferred anew.
 *
 * Not read: control flow (If, Loop, Scan), functions, sequences, text, sparse tensors, and the data types that
 * {@link DataType} lacks.
 *
 * @throws FileError naming the file, and the node or value in it, where it is cut short, damaged or not supported; the
 *   GraphError that tells what is wrong with a node is its `cause`
 */
export function decodeModel(bytes: Uint8Array, catalogue: OperatorCatalogue, options: DecodeOptions = {}): Model {
  const { path = 'model' } = options;
  const proto = parse(bytes, path);
  try {
    const graph = decodeGraph(proto, catalogue, options);
    return {
      graph,
      irVersion: currentIrVersion,
      opsetImports: opsetImportsOf(graph),
      producerName: proto.producerName,
      producerVersion: proto.producerVersion,
      metadata: new Map(proto.metadataProps.map(({ key, value }) => [key, value])),
    };
  } catch (error) {
    throw isNetwrightError(error) ? new FileError(path, error.message, { cause: error }) : error;
  }
}

function parse(bytes: Uint8Array, path: string): ModelProto {
  let proto: ModelProto;
  try {
    proto = fromBinary(ModelProtoSchema, bytes, { readUnknownFields: false });
  } catch (error) {
    throw new FileError(path, 'is not an ONNX file, or is cut short or damaged', { cause: error });
  }
  if (proto.graph === undefined) throw new FileError(path, 'is not an ONNX file: it holds no graph');
  if (proto.irVersion > newestIrVersion) {
    throw new FileError(path, `has IR version ${proto.irVersion}, the newest that is read is ${newestIrVersion}`);
  }
  return proto;
}

function decodeGraph(model: ModelProto, catalogue: OperatorCatalogue, options: DecodeOptions): Graph {
  const { readExternal, lengths } = options;
  const proto = model.graph!;
  const opset = readableOpset(model);
  const functions = new Set(model.functions.map(({ domain, name }) => `${normalizeDomain(domain)}.${name}`));
  if (proto.sparseInitializer.length > 0) {
    throw new GraphError('the graph has sparse initializers, expected dense ones');
  }
  const builder = new GraphBuilder(catalogue, proto.name);
  builder.reserve(namesOf(proto));
  const initialized = new Set(proto.initializer.map(({ name }) => name));
  const inputs = proto.input
    .filter(({ name }) => !initialized.has(name))
    .map((input): Value => ({ name: input.name, ...decodeType(input) }));
  const known = lengths?.(inputs) ?? {};
  for (const { name, dtype, shape } of inputs) {
    const bound = shape.map((length) => (typeof length === 'string' ? (known[length] ?? length) : length));
    builder.input(name, dtype, bound);
  }
  for (const tensor of proto.initializer) {
    builder.initializer(tensor.name, decodeTensor(tensor, `initializer '${tensor.name}'`, readExternal));
  }
  const nodes = new ShapeArithmetic(builder);
  const sequences = new SequenceSplits(builder);
  const names = new UniqueNames();
  requireOrder(proto);
  for (const node of proto.node) {
    const name = names.take(node.name || node.output[0] || node.opType);
    if (functions.has(`${normalizeDomain(node.domain)}.${node.opType}`)) {
      throw new GraphError('is a call of a function of the model', {
        opType: node.opType,
        nodeName: name,
        advice: 'Inline functions first: onnx.inliner.inline_local_functions(model)',
      });
    }
    if (node.opType === 'Constant' && normalizeDomain(node.domain) === '') {
      nodes.literal(node.output[0] ?? '', decodeConstant(node, name, readExternal));
    } else {
      const decoded = decodeNode(node, name, readExternal);
      if (SequenceSplits.concerns(decoded)) for (const input of decoded.inputs) nodes.define(input);
      nodes.add(sequences.convert(convertNode(decoded, opset, builder)));
    }
  }
  for (const output of proto.output) {
    nodes.define(output.name);
    const value = builder.value(output.name);
    const declared = output.type === undefined ? undefined : elementTypeOf(output);
    if (declared !== undefined && declared !== value.dtype) {
      throw new GraphError(`output '${output.name}' is declared as ${declared}, computed as ${value.dtype}`);
    }
    builder.output(value);
  }
  return builder.build();
}

/** Nodes must stand in execution order; names where they do not, as in a circle. */
function requireOrder({ node: nodes }: GraphProto): void {
  const positions = new Map<string, number>();
  nodes.forEach(({ output }, position) => {
    for (const name of output) if (!positions.has(name)) positions.set(name, position);
  });
  nodes.forEach(({ name: nodeName, opType, input }, position) => {
    const early = input.find((name) => name !== '' && (positions.get(name) ?? -1) >= position);
    if (early === undefined) return;
    const { name, opType: type } = nodes[positions.get(early)!]!;
    throw new GraphError(
      `input '${early}' is computed only later, by ${type} node '${name}': the nodes form a circle, or stand out of order`,
      { opType, nodeName },
    );
  });
}

/** The file's version of ONNX's own operator set. */
function readableOpset({ opsetImport }: ModelProto): number {
  const opset = opsetImport.find(({ domain }) => normalizeDomain(domain) === '')?.version;
  const { oldest, newest } = readableOpsets;
  if (opset === undefined) throw new GraphError("the model does not say which version of ONNX's operators it uses");
  if (opset < oldest || opset > newest) {
    throw new GraphError(`the model uses opset ${opset}, expected ${oldest} to ${newest}`, {
      advice: "Convert it: onnx.save(onnx.version_converter.convert_version(onnx.load('model.onnx'), 21), 'new.onnx')",
    });
  }
  return Number(opset);
}

/** Every name that a graph of a file defines, so that none of them is made up for something else. */
function* namesOf({ input, initializer, node }: GraphProto): Iterable<string> {
  for (const { name } of input) yield name;
  for (const { name } of initializer) yield name;
  for (const { output } of node) yield* output;
}

function decodeType(info: ValueInfoProto): ValueType {
  const dtype = elementTypeOf(info);
  const shape = info.type?.value.case === 'tensorType' ? info.type.value.value.shape : undefined;
  if (shape === undefined) {
    throw new GraphError(`input '${info.name}' has an unknown number of axes`, {
      advice: 'Export the network with an example input',
    });
  }
  return {
    dtype,
    shape: shape.dim.map(({ value }, axis): Dimension => {
      if (value.case === 'dimValue' && value.value >= 0n) return Number(value.value);
      return (value.case === 'dimParam' && value.value) || `${info.name}_axis${axis}`;
    }),
  };
}

function elementTypeOf({ name, type }: ValueInfoProto) {
  if (type?.value.case !== 'tensorType') {
    throw new GraphError(`value '${name}' is of type ${type?.value.case ?? 'unknown'}, expected a dense tensor`);
  }
  return supportedType(type.value.value.elemType, `value '${name}'`);
}

/** Names that occur twice get a number. */
class UniqueNames {
  readonly #taken = new Map<string, number>();

  take(name: string): string {
    let unique = name;
    let count = this.#taken.get(name) ?? 0;
    while (this.#taken.has(unique)) unique = `${name}_${++count}`;
    this.#taken.set(name, count);
    this.#taken.set(unique, this.#taken.get(unique) ?? 0);
    return unique;
  }
}
