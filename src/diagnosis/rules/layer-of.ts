import type { WeightedLayer } from '../network/layer-chain.ts';

/** The `layer` of a suspicion, where the layer is known and has a name. */
export function layerOf(layer: WeightedLayer | undefined): { layer?: string } {
  return layer === undefined || layer.name === '' ? {} : { layer: layer.name };
}
