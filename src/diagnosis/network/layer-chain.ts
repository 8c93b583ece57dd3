import type { Tensor } from '../../core/index.ts';
import { consumers, type Graph, type Node } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';

/** Kinds of operators that hold trainable weights. */
export type WeightedKind = 'dense' | 'convolution' | 'recurrent' | 'embedding';

/**
 * One operator with trainable weights, and the nodes that follow it in a single line, up to the next such operator, a
 * branch, a junction or the network's output.
 */
export interface WeightedLayer {
  /** The layer's name, in its author's terms where the file gives it. */
  readonly name: string;
  readonly kind: WeightedKind;
  readonly node: Node;
  /** Initializer with the weights; of recurrent layers those of the input. */
  readonly kernel: string;
  readonly bias: string | undefined;
  /** Value that leaves the layer before any activation. */
  readonly linear: string;
  /** Numbers that one unit reads. */
  readonly fanIn: number;
  /** Units, or channels, that leave it. */
  readonly units: number;
  /** Nodes after `linear`, in order. */
  readonly following: readonly Node[];
  /** Those of `following` that are activations. */
  readonly activations: readonly Node[];
  /** Whether `following` ends at the network's output. */
  readonly isLast: boolean;
}

const kinds: Readonly<Record<string, WeightedKind>> = {
  Gemm: 'dense',
  MatMul: 'dense',
  Conv: 'convolution',
  ConvTranspose: 'convolution',
  LSTM: 'recurrent',
  GRU: 'recurrent',
  RNN: 'recurrent',
  Gather: 'embedding',
};

/** Operators that bend a signal number by number, softmax included. */
const activationOperators: ReadonlySet<string> = new Set([
  'Celu',
  'Elu',
  'Exp',
  'Gelu',
  'HardSigmoid',
  'HardSwish',
  'LeakyRelu',
  'LogSoftmax',
  'Mish',
  'PRelu',
  'Relu',
  'Selu',
  'Sigmoid',
  'Softmax',
  'Softplus',
  'Softsign',
  'Tanh',
  'ThresholdedRelu',
]);

/** Whether a node is an activation. */
export const isActivation = (node: Node): boolean => activationOperators.has(node.opType);

/** Activations of a layer that follow another one directly: all but the first. */
export function repeatedActivations({ following }: Pick<WeightedLayer, 'following'>): Node[] {
  return following.filter((node, index) => index > 0 && isActivation(node) && isActivation(following[index - 1]!));
}

/** The network's weighted layers in execution order. */
export function weightedLayers(network: Network): WeightedLayer[] {
  const { graph } = network;
  const readers = consumers(graph.nodes);
  const trained = new Set(network.layers.flatMap((layer) => [...layer.parameters, ...(layer.frozen ?? [])]));
  const isWeight = (name: string) => trained.has(name) && graph.initializers.get(name)!.dtype === 'float32';
  return graph.nodes.flatMap((node): WeightedLayer[] => {
    const kind = kinds[node.opType];
    const kernel = kernelOf(node, isWeight);
    if (kind === undefined || kernel === undefined) return [];
    return [readLayer(graph, readers, node, kind, kernel, isWeight)];
  });
}

function kernelOf(node: Node, isWeight: (name: string) => boolean): string | undefined {
  const candidates = node.opType === 'Gather' ? node.inputs.slice(0, 1) : node.inputs.slice(1, 2);
  return candidates.find(isWeight);
}

function readLayer(
  graph: Graph,
  readers: ReadonlyMap<string, readonly Node[]>,
  node: Node,
  kind: WeightedKind,
  kernel: string,
  isWeight: (name: string) => boolean,
): WeightedLayer {
  const outputs = new Set(graph.outputs.map(({ name }) => name));
  const following: Node[] = [];
  let bias = node.inputs.slice(2, kind === 'recurrent' ? 4 : 3).find(isWeight);
  let value = node.outputs[0]!;
  let linear = value;
  while (!outputs.has(value)) {
    const next = readers.get(value) ?? [];
    const reader = next[0];
    if (reader === undefined || next.length > 1) break;
    if (kernelOf(reader, isWeight) !== undefined && kinds[reader.opType] !== undefined) break;
    const others = reader.inputs.filter((name) => name !== value && name !== '');
    if (others.some((name) => !graph.initializers.has(name))) break;
    value = reader.outputs[0]!;
    const addend = reader.opType === 'Add' ? others.find(isWeight) : undefined;
    if (addend !== undefined && bias === undefined && following.length === 0) {
      bias = addend;
      linear = value;
    } else following.push(reader);
  }
  const { fanIn, units } = fans(node, graph.initializers.get(kernel)!);
  return {
    name: node.layer ?? node.name,
    kind,
    node,
    kernel,
    bias,
    linear,
    fanIn,
    units,
    following,
    activations: following.filter(isActivation),
    isLast: outputs.has(value),
  };
}

/** What one unit reads and how many units there are, from the shape that an operator's weights have. */
function fans(node: Node, { shape }: Tensor): { fanIn: number; units: number } {
  const product = (sizes: readonly number[]) => sizes.reduce((count, size) => count * size, 1);
  const attribute = (name: string) => {
    const found = node.attributes[name];
    return found?.type === 'int' ? found.value : undefined;
  };
  switch (node.opType) {
    case 'Gemm':
      return attribute('transB') === 1
        ? { fanIn: shape[1]!, units: shape[0]! }
        : { fanIn: shape[0]!, units: shape[1]! };
    case 'MatMul':
      return { fanIn: shape.at(-2) ?? 1, units: shape.at(-1)! };
    case 'ConvTranspose':
      return { fanIn: product([shape[0]!, ...shape.slice(2)]), units: shape[1]! * (attribute('group') ?? 1) };
    case 'Conv':
      return { fanIn: product(shape.slice(1)), units: shape[0]! };
    case 'Gather':
      return { fanIn: 1, units: shape.at(-1)! };
    default:
      return { fanIn: shape.at(-1)!, units: attribute('hidden_size') ?? shape[1]! };
  }
}
