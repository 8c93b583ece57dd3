import { GraphError, int64s, type Tensor } from '../../core/index.ts';
import { consumers, type Node } from '../../graph/index.ts';
import type { Network } from '../../nn/index.ts';
import { permuteTensor } from './permute-tensor.ts';

/** PyTorch's words for the parts of a layer. */
const parts: Readonly<Record<string, string>> = {
  kernel: 'weight',
  scale: 'weight',
  gamma: 'weight',
  table: 'weight',
  embeddings: 'weight',
  beta: 'bias',
  shift: 'bias',
  running_variance: 'running_var',
  moving_mean: 'running_mean',
  moving_variance: 'running_var',
  // torch.nn.MultiheadAttention
  projection_kernel: 'in_proj_weight',
  projection_bias: 'in_proj_bias',
  output_kernel: 'out_proj.weight',
  output_bias: 'out_proj.bias',
};

/** By recurrent operator, where PyTorch's gates stand among those of ONNX. */
const gateOrders: Readonly<Record<string, readonly number[]>> = {
  // i, o, f, c becomes i, f, g, o.
  LSTM: [0, 2, 3, 1],
  // z, r, h becomes r, z, n.
  GRU: [1, 0, 2],
  RNN: [0],
};

/**
 * Tensors of a network as the state dict of a PyTorch module that is built alike: matrices [outputs, inputs], recurrent
 * weights for each direction with PyTorch's gates, statistics with a count of batches, dots between the parts of a name.
 *
 * @throws GraphError naming the layer of a GRU that PyTorch lacks: one that resets before the product
 */
export function pytorchTensors({ graph }: Network, state: ReadonlyMap<string, Tensor>): ReadonlyMap<string, Tensor> {
  const readers = consumers(graph.nodes);
  const result = new Map<string, Tensor>();
  for (const [name, tensor] of state) {
    const node = readers.get(name)?.[0];
    const index = node?.inputs.indexOf(name) ?? -1;
    const [layer, part] = splitName(name);
    if (node !== undefined && gateOrders[node.opType] !== undefined) {
      for (const [suffix, piece] of recurrentTensors(node, index, tensor)) result.set(`${layer}${suffix}`, piece);
      continue;
    }
    result.set(`${layer}${parts[part] ?? part}`, isInputsFirst(node, index) ? permuteTensor(tensor, [1, 0]) : tensor);
    if (node?.opType === 'BatchNormalization' && index === 4) {
      const batches = { ...int64s([0]), shape: [] };
      result.set(`${layer}num_batches_tracked`, batches);
    }
  }
  return result;
}

/** `block/dense_1/kernel` becomes `block.dense_1.` and `kernel`. */
function splitName(name: string): [string, string] {
  const dotted = name.replaceAll('/', '.');
  const end = dotted.lastIndexOf('.') + 1;
  return [dotted.slice(0, end), dotted.slice(end)];
}

/** Whether a node has its matrix as [inputs, outputs], which PyTorch turns round. */
function isInputsFirst(node: Node | undefined, index: number): boolean {
  if (index !== 1) return false;
  if (node?.opType === 'MatMul') return true;
  const { transB } = node?.attributes ?? {};
  return node?.opType === 'Gemm' && !(transB?.type === 'int' && transB.value === 1);
}

function* recurrentTensors(node: Node, index: number, tensor: Tensor): Generator<[string, Tensor]> {
  const { linear_before_reset } = node.attributes;
  if (node.opType === 'GRU' && !(linear_before_reset?.type === 'int' && linear_before_reset.value === 1)) {
    throw new GraphError('a GRU of PyTorch resets after the product of the state, this one before it', {
      ...(node.layer === undefined ? {} : { layer: node.layer }),
      advice: 'Export with the names of netwright',
    });
  }
  const order = gateOrders[node.opType]!;
  const [directions = 1, rows = 0, width = 1] = tensor.shape;
  const data = tensor.data as Float32Array;
  const isBias = tensor.shape.length === 2;
  for (let direction = 0; direction < directions; direction++) {
    const side = direction === 0 ? '' : '_reverse';
    const own = data.subarray(direction * rows * width, (direction + 1) * rows * width);
    const kinds = isBias ? ['bias_ih', 'bias_hh'] : [index === 1 ? 'weight_ih' : 'weight_hh'];
    const size = own.length / kinds.length;
    for (const [place, kind] of kinds.entries()) {
      const piece = own.subarray(place * size, (place + 1) * size);
      const block = size / order.length;
      const arranged = new Float32Array(size);
      for (const [to, from] of order.entries()) {
        arranged.set(piece.subarray(from * block, (from + 1) * block), to * block);
      }
      const shape = isBias ? [size] : [rows, width];
      yield [`${kind}_l0${side}`, { dtype: 'float32', shape, data: arranged }];
    }
  }
}
