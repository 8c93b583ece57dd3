import { type Tensor, toFloat64 } from '../core/index.ts';

/** By the number of PyTorch's gates, their order in netwright (ONNX): i f g o → i o f c, and r z n → z r h. */
const gateOrders: Readonly<Record<number, readonly number[]>> = { 1: [0], 3: [1, 0, 2], 4: [0, 3, 1, 2] };

/** What attention of PyTorch calls its tensors, and netwright's names; matrices are [outputs, inputs] in both lists. */
const attention: Readonly<Record<string, string>> = {
  in_proj_weight: 'projection_kernel',
  in_proj_bias: 'projection_bias',
  'out_proj.weight': 'output_kernel',
  'out_proj.bias': 'output_bias',
};

/**
 * A state dict in which the recurrent and attention layers of PyTorch stand as netwright's layers store them: the gates in
 * ONNX's order, both directions and both biases in one tensor, under netwright's names. The layers of a stack after the
 * first get their number: `lstm.weight_ih_l1` belongs to the layer `lstm.1`.
 *
 * @param has whether the network has a tensor of that name itself, which then stays as it is
 */
export function withOwnLayers(
  tensors: ReadonlyMap<string, Tensor>,
  has: (name: string) => boolean,
): ReadonlyMap<string, Tensor> {
  const result = new Map(tensors);
  for (const [name, tensor] of tensors) {
    if (has(name)) continue;
    const [, module, own] = /^(.*\.)(in_proj_weight|in_proj_bias|out_proj\.(?:weight|bias))$/.exec(name) ?? [];
    if (own !== undefined) {
      result.delete(name);
      result.set(`${module}${attention[own]}`, tensor);
      continue;
    }
    const [, layer, number] = /^(.*)\.weight_hh_l(\d+)$/.exec(name) ?? [];
    if (layer === undefined) continue;
    const [rows = 0, units = 1] = tensor.shape;
    const order = gateOrders[rows / units];
    const parts = partsOf(tensors, layer, number!);
    if (order === undefined || !parts.every((part) => part.weights.every((weight) => weight?.shape[0] === rows)))
      continue;
    for (const used of parts.flatMap(({ names }) => names)) result.delete(used);
    const target = number === '0' ? layer : `${layer}.${number}`;
    const stack = (index: number) => parts.map(({ weights }) => byGate(weights[index]!, order));
    result.set(`${target}.kernel`, joined([parts.length, ...parts[0]!.weights[0]!.shape], stack(0)));
    result.set(`${target}.recurrent_kernel`, joined([parts.length, rows, units], stack(1)));
    const biases = parts.flatMap((part) => part.biases.map((bias) => bias && byGate(bias, order)));
    if (biases.every((bias) => bias?.length === rows)) {
      const all = biases.filter((bias) => bias !== undefined);
      result.set(`${target}.bias`, joined([parts.length, 2 * rows], all));
    }
  }
  return result;
}

/** The tensors of a recurrent layer by direction. */
function partsOf(tensors: ReadonlyMap<string, Tensor>, layer: string, number: string) {
  const endings = tensors.has(`${layer}.weight_hh_l${number}_reverse`) ? ['', '_reverse'] : [''];
  return endings.map((ending) => {
    const nameOf = (part: string) => `${layer}.${part}_l${number}${ending}`;
    const names = ['weight_ih', 'weight_hh', 'bias_ih', 'bias_hh'].map(nameOf);
    const [input, hidden, inputBias, hiddenBias] = names.map((name) => tensors.get(name));
    return { names, weights: [input, hidden], biases: [inputBias, hiddenBias] };
  });
}

/** The rows of a tensor with its gates in another order. */
function byGate(tensor: Tensor, order: readonly number[]): Float32Array {
  const numbers = toFloat64(tensor);
  const size = numbers.length / order.length;
  const result = new Float32Array(numbers.length);
  order.forEach((from, to) => {
    result.set(numbers.subarray(from * size, (from + 1) * size), to * size);
  });
  return result;
}

function joined(shape: readonly number[], parts: readonly Float32Array[]): Tensor {
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.length, 0));
  let filled = 0;
  for (const part of parts) {
    data.set(part, filled);
    filled += part.length;
  }
  return { dtype: 'float32', shape, data };
}
