import { type FlatLayout, flatLayout, type ParameterInput } from '../compile/index.ts';
import type { Tensor } from '../core/index.ts';
import { type Network, withInitializers } from '../nn/index.ts';
import { toTrainingForm } from '../passes/index.ts';

/** The numbers of a network that training changes: all parameters as one vector, and each state tensor. */
export interface ParameterVectors {
  readonly layout: FlatLayout;
  readonly parameters: Float32Array<ArrayBuffer>;
  /** Running statistics by the initializer's name. */
  readonly states: ReadonlyMap<string, Float32Array<ArrayBuffer>>;
}

/** Names of the initializers that training changes without gradients: running statistics. */
export function stateNames(network: Network): string[] {
  return [...toTrainingForm(network.graph).stateUpdates.keys()];
}

/** A network's own numbers, as vectors to run it with. States are left inside the graph. */
export function vectorsOf(network: Network): ParameterVectors {
  const layout = flatLayout(network);
  const vectors = {
    layout,
    parameters: new Float32Array(layout.length),
    states: new Map<string, Float32Array<ArrayBuffer>>(),
  };
  loadVectors(vectors, network);
  return vectors;
}

/** Copies a network's numbers into vectors. */
export function loadVectors({ layout, parameters, states }: ParameterVectors, network: Network): void {
  const { initializers } = network.graph;
  for (const { name, offset } of layout.entries) parameters.set(initializers.get(name)!.data as Float32Array, offset);
  for (const [name, state] of states) state.set(initializers.get(name)!.data as Float32Array);
}

/** The network with the numbers that the vectors hold now. */
export function networkWithVectors(network: Network, { layout, parameters, states }: ParameterVectors): Network {
  const tensors = new Map<string, Tensor>();
  for (const { name, shape, offset, length } of layout.entries) {
    tensors.set(name, { dtype: 'float32', shape, data: parameters.slice(offset, offset + length) });
  }
  for (const [name, state] of states) {
    tensors.set(name, { ...network.graph.initializers.get(name)!, dtype: 'float32', data: state.slice() });
  }
  return withInitializers(network, tensors);
}

/** Tensors over the vectors for a compiled graph's parameter and state inputs; they follow every later change. */
export function vectorFeeds(
  { parameters, states }: ParameterVectors,
  parameterInputs: readonly ParameterInput[],
): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const { name, shape, offset, length } of parameterInputs) {
    feeds[name] = { dtype: 'float32', shape, data: parameters.subarray(offset, offset + length) };
  }
  for (const [name, data] of states) feeds[name] = { dtype: 'float32', shape: [data.length], data };
  return feeds;
}
