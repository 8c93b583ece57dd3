import { type ConcreteShape, type Tensor, toFloat64 } from '../core/index.ts';
import { consumers, type Graph, type Node, producers } from '../graph/index.ts';
import type { PassResult } from './pass.ts';
import { withNodes } from './with-nodes.ts';

/** ε of ONNX's BatchNormalization where the node names none. */
const defaultEpsilon = 1e-5;

/** A layer whose weights and bias take in the normalisation that alone reads it. */
interface Foldable {
  readonly product: Node;
  readonly normalization: Node;
}

/**
 * Multiplies batch normalisations, which in inference are a factor and an offset for each channel, into the weights and
 * the bias of the convolution or the product of matrices before them: w′ = w · γ / √(σ² + ε), b′ = (b − μ) · γ / √(σ² + ε) + β.
 *
 * Before: inference form. After: no normalisation is left behind a Conv, ConvTranspose, Gemm or MatMul of vectors that
 * nothing else reads and whose weights are its own; the product has the name of the normalisation's output, and its
 * weights keep their name. Bias tensors that are new are called `<weights without their last part>/bias`.
 */
export function foldBatchNorm(graph: Graph): PassResult {
  const readers = consumers(graph.nodes);
  const computedBy = producers(graph.nodes);
  const declared = new Set(graph.outputs.map((output) => output.name));
  const isOwn = (name: string | undefined) =>
    name !== undefined && graph.initializers.has(name) && readers.get(name)?.length === 1 && !declared.has(name);
  const find = (normalization: Node): Foldable | undefined => {
    if (normalization.opType !== 'BatchNormalization' || normalization.outputs.length !== 1) return undefined;
    const [x = '', ...statistics] = normalization.inputs;
    const product = computedBy.get(x);
    const isOnlyReader = readers.get(x)?.length === 1 && !declared.has(x);
    if (product === undefined || !isOnlyReader || !isOwn(product.inputs[1])) return undefined;
    const bias = product.inputs[2] ?? '';
    const isKnown = statistics.every((name) => graph.initializers.has(name)) && (bias === '' || isVector(graph, bias));
    return isKnown && outputAxis(product, graph) !== undefined ? { product, normalization } : undefined;
  };
  const folds = graph.nodes.map(find).filter((fold) => fold !== undefined);
  if (folds.length === 0) return { graph, modified: false };
  const replaced = new Map<Node, Node>();
  const initializers = new Map(graph.initializers);
  const types = new Map(graph.types);
  for (const { product, normalization } of folds) {
    const folded = fold(graph, product, normalization, new Set([...types.keys()]));
    for (const [name, tensor] of folded.tensors) {
      initializers.set(name, tensor);
      types.set(name, { dtype: tensor.dtype, shape: tensor.shape });
    }
    replaced.set(product, folded.node);
  }
  const gone = new Set(folds.map(({ normalization }) => normalization));
  const nodes = graph.nodes.filter((node) => !gone.has(node)).map((node) => replaced.get(node) ?? node);
  const read = new Set([...nodes.flatMap(({ inputs }) => inputs), ...declared]);
  for (const { product, normalization } of folds) {
    for (const name of [...product.inputs.slice(2), ...normalization.inputs.slice(1)]) {
      if (!read.has(name)) initializers.delete(name);
    }
  }
  return { graph: withNodes({ ...graph, types }, nodes, initializers), modified: true };
}

/** The axis of a product's weights along which its output channels lie; undefined where nothing can be folded into it. */
function outputAxis({ opType, attributes, inputs, outputs }: Node, graph: Graph): number | undefined {
  const integer = (name: string) => (attributes[name]?.type === 'int' ? attributes[name].value : 0);
  switch (opType) {
    case 'Conv':
      return 0;
    case 'ConvTranspose':
      return 1;
    case 'MatMul':
      return graph.types.get(outputs[0]!)?.shape.length === 2 && graph.types.get(inputs[1]!)?.shape.length === 2
        ? 1
        : undefined;
    case 'Gemm': {
      const { beta } = attributes;
      if (beta?.type === 'float' && beta.value !== 1) return undefined;
      return integer('transB') === 0 ? 1 : 0;
    }
    default:
      return undefined;
  }
}

function isVector(graph: Graph, name: string): boolean {
  return graph.initializers.get(name)?.shape.length === 1;
}

/** The product with other weights, which computes what it and its normalisation did. */
function fold(
  graph: Graph,
  product: Node,
  normalization: Node,
  taken: ReadonlySet<string>,
): { node: Node; tensors: ReadonlyMap<string, Tensor> } {
  const numbers = (name: string) => toFloat64(graph.initializers.get(name)!);
  const [scale, shift, mean, variance] = normalization.inputs.slice(1).map(numbers) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const { epsilon } = normalization.attributes;
  const added = epsilon?.type === 'float' ? epsilon.value : defaultEpsilon;
  const factors = scale.map((factor, channel) => factor / Math.sqrt(variance[channel]! + added));
  const [input = '', weightName = '', biasName = ''] = product.inputs;
  const { shape } = graph.initializers.get(weightName)!;
  const weights = numbers(weightName);
  const axis = outputAxis(product, graph)!;
  const channelOf = channels(shape, axis, product);
  const data = Float32Array.from(weights, (weight, index) => weight * factors[channelOf(index)]!);
  const bias = biasName === '' ? new Float64Array(factors.length) : numbers(biasName);
  const folded = Float32Array.from(
    factors,
    (factor, c) => (bias[bias.length === 1 ? 0 : c]! - mean[c]!) * factor + shift[c]!,
  );
  const isOwn = biasName !== '' && graph.nodes.filter(({ inputs }) => inputs.includes(biasName)).length === 1;
  const newName = isOwn ? biasName : freeName(`${weightName.replace(/[/.][^/.]*$/, '')}/bias`, taken);
  return {
    node: {
      ...product,
      opType: product.opType === 'MatMul' ? 'Gemm' : product.opType,
      inputs: [input, weightName, newName],
      outputs: normalization.outputs,
    },
    tensors: new Map([
      [weightName, { dtype: 'float32', shape, data }],
      [newName, { dtype: 'float32', shape: [factors.length], data: folded }],
    ]),
  };
}

/** Which output channel an element of the weights belongs to. Those of ConvTranspose count anew in each group. */
function channels(
  shape: ConcreteShape,
  axis: number,
  { opType, attributes: { group } }: Node,
): (index: number) => number {
  const inner = shape.slice(axis + 1).reduce((product, length) => product * length, 1);
  const length = shape[axis]!;
  const groups = opType === 'ConvTranspose' && group?.type === 'int' ? group.value : 1;
  const perGroup = shape[0]! / groups;
  return (index) => {
    const channel = Math.floor(index / inner) % length;
    return groups === 1 ? channel : Math.floor(Math.floor(index / (inner * length)) / perGroup) * length + channel;
  };
}

function freeName(name: string, taken: ReadonlySet<string>): string {
  let free = name;
  for (let next = 1; taken.has(free); next++) free = `${name}_${next}`;
  return free;
}
