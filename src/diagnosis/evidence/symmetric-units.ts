import type { Tensor } from '../../core/index.ts';
import type { Network } from '../../nn/index.ts';
import type { WeightedLayer } from '../network/layer-chain.ts';
import { unitAxis } from '../network/resize-units.ts';

/** A layer whose units hold the same weights. */
export interface SymmetricUnits {
  readonly layer: string;
  readonly units: number;
  /** How many of them differ: 1 where all are one and the same. */
  readonly distinct: number;
}

/**
 * Dense and convolutional layers with units that have the same weights and the same bias: equal units get equal gradients
 * wherever the layer behind treats them alike, and never come to differ. Given the network as it is after a step, that is
 * told from a symmetry that the first step breaks.
 */
export function symmetricUnits(network: Network, layers: readonly WeightedLayer[]): SymmetricUnits[] {
  const { initializers } = network.graph;
  return layers.flatMap((layer): SymmetricUnits[] => {
    if (layer.units < 2 || (layer.kind !== 'dense' && layer.kind !== 'convolution')) return [];
    const bias = layer.bias === undefined ? undefined : initializers.get(layer.bias);
    const distinct = distinctUnits(initializers.get(layer.kernel)!, unitAxis(layer), bias);
    return distinct < layer.units ? [{ layer: layer.name, units: layer.units, distinct }] : [];
  });
}

/** How many slices of a kernel along an axis differ, each with its bias. */
function distinctUnits({ shape, data }: Tensor, axis: number, bias: Tensor | undefined): number {
  const at = axis < 0 ? shape.length + axis : axis;
  const units = shape[at]!;
  const inner = shape.slice(at + 1).reduce((count, size) => count * size, 1);
  const weights = data as Float32Array;
  const biases = bias?.data.length === units ? (bias.data as Float32Array) : undefined;
  const seen = new Set<string>();
  for (let unit = 0; unit < units; unit++) {
    const own: number[] = biases === undefined ? [] : [biases[unit]!];
    for (let start = unit * inner; start < weights.length; start += units * inner) {
      for (let i = start; i < start + inner; i++) own.push(weights[i]!);
    }
    seen.add(own.join());
  }
  return seen.size;
}
