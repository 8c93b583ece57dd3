import type { Network } from './network.ts';
import type { Penalty } from './regularization.ts';

/** The same network with a penalty on every trained weight that has none: parameters of two axes or more, no biases. */
export function regularized(network: Network, penalty: Penalty): Network {
  const { parameters = {}, activations = {} } = network.regularization ?? {};
  const weights = network.parameters.filter((name) => network.graph.initializers.get(name)!.shape.length > 1);
  const added = Object.fromEntries(weights.map((name) => [name, penalty]));
  return { ...network, regularization: { parameters: { ...added, ...parameters }, activations } };
}
