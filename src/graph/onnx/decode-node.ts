import { AttributeProto_AttributeType as AttributeNumber, type AttributeProto, type NodeProto } from 'onnx-buf';
import { GraphError, type Tensor, tensor } from '../../core/index.ts';
import { type AttributeValue, type Node, nchwcDomain } from '../ir.ts';
import { placeOf } from '../place-of.ts';
import { decodeTensor, type ExternalReader } from './decode-tensor.ts';
import { layerKey } from './encode-model.ts';

/** Attributes that hold what netwright has no form for, and what to do about them. */
const unsupported: { readonly [K in AttributeNumber]?: { holds: string; advice: string } } = {
  [AttributeNumber.GRAPH]: {
    holds: 'a graph of its own (control flow: If, Loop, Scan)',
    advice: 'Export the network with its branches and loops traced or unrolled',
  },
  [AttributeNumber.GRAPHS]: {
    holds: 'graphs of its own',
    advice: 'Export the network with its branches and loops traced or unrolled',
  },
  [AttributeNumber.SPARSE_TENSOR]: { holds: 'a sparse tensor', advice: 'Export it as a dense one' },
  [AttributeNumber.SPARSE_TENSORS]: { holds: 'sparse tensors', advice: 'Export them as dense ones' },
};

/**
 * A node of a file, under the name given.
 *
 * @throws GraphError naming the node where an attribute has a type that netwright does not read
 */
export function decodeNode(proto: NodeProto, name: string, readExternal: ExternalReader | undefined): Node {
  const layer = layerOf(proto);
  const node: Node = {
    name,
    opType: proto.domain === nchwcDomain ? `Nchwc${proto.opType}` : proto.opType,
    domain: normalizeDomain(proto.domain),
    inputs: proto.input,
    outputs: proto.output,
    attributes: {},
    ...(layer === undefined ? {} : { layer }),
  };
  const attributes = proto.attribute.map((attribute) => [
    attribute.name,
    decodeAttribute(node, attribute, readExternal),
  ]);
  return { ...node, attributes: Object.fromEntries(attributes) };
}

/** Under this key PyTorch's exporter keeps the names of the modules around a node: `['', 'layer1', 'layer1.0', 'conv2d']`. */
const scopesKey = 'pkg.torch.onnx.name_scopes';

/**
 * The layer that a node belongs to: netwright's own note of it, or the module of PyTorch that wrote it, as its newer
 * exporter notes it or as the older one puts it into the node's name: `/layer1/layer1.0/conv1/Conv`.
 */
function layerOf({ metadataProps, name, opType }: NodeProto): string | undefined {
  const own = metadataProps.find(({ key }) => key === layerKey)?.value;
  if (own !== undefined) return own;
  const scopes = metadataProps.find(({ key }) => key === scopesKey)?.value;
  if (scopes !== undefined) {
    const modules = [...scopes.matchAll(/'([^']*)'/g)].slice(0, -1).map(([, module]) => module!);
    const innermost = modules.at(-1) ?? '';
    return innermost === '' || innermost.startsWith('_') ? undefined : innermost;
  }
  const path = name.split('/');
  if (path[0] !== '' || path.length < 3 || !path.at(-1)!.startsWith(opType)) return undefined;
  // A part repeats those before it where the module stands in a sequence: '/layers/layers.0/Gemm'.
  return path.slice(1, -1).reduce((outer, part) => (part.startsWith(`${outer}.`) ? part : `${outer}.${part}`));
}

/** ONNX's own domain may be spelled in two ways. */
export function normalizeDomain(domain: string): string {
  return domain === 'ai.onnx' ? '' : domain;
}

function decodeAttribute(node: Node, proto: AttributeProto, readExternal: ExternalReader | undefined): AttributeValue {
  switch (proto.type) {
    case AttributeNumber.INT:
      return { type: 'int', value: safeInteger(node, proto, proto.i) };
    case AttributeNumber.FLOAT:
      return { type: 'float', value: proto.f };
    case AttributeNumber.STRING:
      return { type: 'string', value: text(proto.s) };
    case AttributeNumber.INTS:
      return { type: 'ints', value: proto.ints.map((value) => safeInteger(node, proto, value)) };
    case AttributeNumber.FLOATS:
      return { type: 'floats', value: proto.floats };
    case AttributeNumber.STRINGS:
      return { type: 'strings', value: proto.strings.map(text) };
    case AttributeNumber.TENSOR:
      if (proto.t === undefined) break;
      return {
        type: 'tensor',
        value: decodeTensor(proto.t, `attribute '${proto.name}' of '${node.name}'`, readExternal),
      };
  }
  const known = unsupported[proto.type];
  throw new GraphError(
    `attribute '${proto.name}' holds ${known?.holds ?? `a value of type ${AttributeNumber[proto.type] ?? proto.type}`}, which netwright does not read`,
    { ...placeOf(node), ...(known === undefined ? {} : { advice: known.advice }) },
  );
}

/**
 * The tensor that a Constant node stands for. Integers are read in full: files write 2^63 − 1 for "to the end".
 *
 * @throws GraphError naming the node where it holds text or a sparse tensor
 */
export function decodeConstant(proto: NodeProto, name: string, readExternal: ExternalReader | undefined): Tensor {
  const [attribute] = proto.attribute;
  switch (attribute?.name) {
    case 'value':
      if (attribute.t !== undefined) return decodeTensor(attribute.t, `Constant node '${name}'`, readExternal);
      break;
    case 'value_float':
      return tensor('float32', [], Float32Array.of(attribute.f));
    case 'value_floats':
      return tensor('float32', [attribute.floats.length], Float32Array.from(attribute.floats));
    case 'value_int':
      return tensor('int64', [], BigInt64Array.of(attribute.i));
    case 'value_ints':
      return tensor('int64', [attribute.ints.length], BigInt64Array.from(attribute.ints));
  }
  throw new GraphError(`attribute '${attribute?.name ?? 'value'}' does not hold a dense tensor of numbers`, {
    opType: 'Constant',
    nodeName: name,
  });
}

function safeInteger(node: Node, { name }: AttributeProto, value: bigint): number {
  const number = Number(value);
  if (Number.isSafeInteger(number)) return number;
  throw new GraphError(`attribute '${name}' is ${value}, beyond 2^53`, placeOf(node));
}

function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}
