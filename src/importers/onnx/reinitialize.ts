import { RandomStream, type Tensor } from '../../core/index.ts';
import { type Network, withInitializers } from '../../nn/index.ts';
import { type ParameterRole, parameterRoles } from './parameter-roles.ts';

/**
 * A network with fresh weights as PyTorch 2.13 draws them: weights and biases of linear and convolutional layers evenly
 * from ±1/√fan_in, those of recurrent cells from ±1/√hidden, embeddings from a normal distribution of deviation 1,
 * normalisations 1 and 0, slopes of PReLU 0.25; running statistics are mean 0 and variance 1. Parameters that stand
 * alone keep the file's values, since only their author knows how they begin.
 */
export function reinitialize(network: Network, seed: number): Network {
  const { graph, parameters } = network;
  const roles = parameterRoles(graph);
  const fresh = new Map<string, Tensor>();
  for (const name of parameters) {
    const role = roles.get(name);
    const tensor = graph.initializers.get(name)!;
    const draw = role && drawOf(name, role, tensor);
    if (draw === undefined) continue;
    const random = new RandomStream(seed, `initialize/${name}`);
    const data = Float32Array.from({ length: tensor.data.length }, () => draw(random));
    fresh.set(name, { dtype: 'float32', shape: tensor.shape, data });
  }
  for (const node of graph.nodes) {
    if (node.opType !== 'BatchNormalization') continue;
    [0, 1].forEach((value) => {
      const name = node.inputs[3 + value]!;
      const tensor = graph.initializers.get(name);
      if (tensor !== undefined) fresh.set(name, { ...tensor, data: new Float32Array(tensor.data.length).fill(value) });
    });
  }
  return withInitializers(network, fresh);
}

function drawOf(name: string, role: ParameterRole, { shape }: Tensor): ((random: RandomStream) => number) | undefined {
  // torch.nn.MultiheadAttention.
  if (/(^|\.)in_proj_weight$/.test(name)) return within(Math.sqrt(6 / (shape[0]! + shape[1]!)));
  if (/(^|\.)(in_proj_bias|self_attn\.out_proj\.bias)$/.test(name)) return () => 0;
  switch (role.kind) {
    case 'weight':
    case 'bias':
      return within(1 / Math.sqrt(role.fanIn));
    case 'recurrent':
      return within(1 / Math.sqrt(role.hidden));
    case 'table':
      return (random) => random.normal();
    case 'scale':
      return () => 1;
    case 'shift':
      return () => 0;
    case 'slope':
      return () => 0.25;
    case 'free':
      return undefined;
  }
}

/** Evenly from −bound to bound. */
function within(bound: number): (random: RandomStream) => number {
  return (random) => (2 * random.uniform() - 1) * bound;
}
