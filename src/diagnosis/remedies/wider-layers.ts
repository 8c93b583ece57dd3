import type { Network } from '../../nn/index.ts';
import { weightedLayers } from '../network/layer-chain.ts';
import { resizeUnits } from '../network/resize-units.ts';
import type { Remedy } from './remedy.ts';

/** Units that a hidden layer of the article's recipe has at least (G9). */
const plenty = 64;

/** At least 64 units in each hidden layer. */
export const widerLayers: Remedy = {
  family: 'capacity',
  summary: `at least ${plenty} units in each hidden layer`,
  apply(design, { seed }) {
    let network: Network = design.network;
    let isChanged = false;
    for (const { name, node } of weightedLayers(design.network)) {
      const layer = weightedLayers(network).find((candidate) => candidate.node.name === node.name);
      if (layer === undefined || layer.isLast || layer.units >= plenty || name === '') continue;
      const wider = resizeUnits(network, layer, plenty, seed);
      if (wider === undefined) continue;
      network = wider;
      isChanged = true;
    }
    return isChanged ? { ...design, network } : undefined;
  },
};
