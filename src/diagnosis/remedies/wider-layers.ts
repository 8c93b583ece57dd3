import type { Network } from '../../nn/index.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { resizeUnits } from '../network/resize-units.ts';
import type { Remedy } from './remedy.ts';

/** Units that a hidden layer of the article's recipe has at least (G9). */
const plenty = 64;
/** Filters are shared by all places of an image, and cost as much as there are places: few are enough to tell. */
const plentyOfFilters = 32;
/** A convolution with so many is wide enough. */
const enoughFilters = 16;

/** At least 64 units in each hidden layer; 32 filters in a convolution that has fewer than 16. */
export const widerLayers: Remedy = {
  family: 'capacity',
  summary: `at least ${plenty} units in each hidden layer`,
  apply(design, { seed }) {
    let network: Network = design.network;
    let isChanged = false;
    for (const { name, node } of weightedLayers(design.network)) {
      const layer = weightedLayers(network).find((candidate) => candidate.node.name === node.name);
      if (layer === undefined || layer.isLast || name === '') continue;
      const isConvolution = layer.kind === 'convolution';
      if (layer.units >= (isConvolution ? enoughFilters : plenty)) continue;
      const wider = resizeUnits(network, layer, isConvolution ? plentyOfFilters : plenty, seed);
      if (wider === undefined) continue;
      network = wider;
      isChanged = true;
    }
    return isChanged ? { ...design, network } : undefined;
  },
};
