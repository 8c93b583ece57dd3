import type { Tensor } from '../../core/index.ts';
import { initialize, type Network } from '../../nn/index.ts';
import type { Design } from '../design.ts';
import { type WeightedLayer, weightedLayers } from '../network/layer-chain.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** Kernels whose deviation lies within this factor of a standard initialisation's count as initialised well. */
const toleratedFactor = 2;
/** The fewer the weights, the less their deviation says: of so many it may be off by this factor more by chance. */
const chanceFactors = [
  { weights: 16, factor: 1 },
  { weights: 4, factor: 3 },
] as const;

/** Product over the layers beyond which small deviations add up to a signal that is lost or explodes. */
const largestDrift = 8;

/** Variance scaling by fan-in, and biases of 0 (G5), where the first weights are of another size. */
export const freshWeights: Remedy = {
  family: 'initialization',
  summary: 'variance-scaling initialisation',
  apply(design, { seed }) {
    const layers = weightedLayers(design.network).filter(({ kind }) => kind === 'dense' || kind === 'convolution');
    const drift = signalDrift(design.network);
    const isMatched = drift < largestDrift && drift > 1 / largestDrift;
    if (isMatched && !layers.some((layer) => isOffScale(layer, design))) return undefined;
    return withFreshWeights(design, layers, seed);
  },
};

/** The design with the weights of some layers drawn by variance scaling, their biases 0. */
export function withFreshWeights(design: Design, layers: readonly WeightedLayer[], seed: number): Design {
  const tensors = new Map<string, Tensor>();
  for (const { name, kernel, bias, fanIn, units, isLast } of layers) {
    const { shape } = design.network.graph.initializers.get(kernel)!;
    const scale = isLast ? 1 : 2;
    const options = { name: 'varianceScaling', scale, mode: 'fan_in', distribution: 'truncated_normal' } as const;
    tensors.set(kernel, initialize(options, { shape, fanIn, fanOut: units }, seed, `${name}/${kernel}`));
    const zeros = bias && design.network.graph.initializers.get(bias);
    if (bias && zeros)
      tensors.set(bias, { dtype: 'float32', shape: zeros.shape, data: new Float32Array(zeros.data.length) });
  }
  return { ...design, network: rewriteNetwork(design.network, { initializers: tensors }) };
}

const isOffScale = (layer: WeightedLayer, { network }: Design): boolean => {
  const scale = scaleOfWeights(layer, network);
  return scale !== undefined && (scale < 1 / toleratedFactor || scale > toleratedFactor);
};

/**
 * How large a layer's first weights are against standard initialisations, those of LeCun, He and Glorot that libraries use
 * by default: 1 where their root mean square lies among these or chance explains the rest, else how many times it is
 * larger than the largest or (below 1) smaller than the smallest; 0 where all weights are alike. Undefined where there are
 * too few weights to tell.
 */
export function scaleOfWeights({ kernel, fanIn, units, kind }: WeightedLayer, network: Network): number | undefined {
  const data = network.graph.initializers.get(kernel)!.data as Float32Array;
  const chance = chanceFactors.find(({ weights }) => data.length >= weights)?.factor;
  if (chance === undefined || !(kind === 'dense' || kind === 'convolution')) return undefined;
  if (data.every((weight) => weight === data[0])) return 0;
  let squares = 0;
  for (const weight of data) squares += weight ** 2 / data.length;
  const size = Math.sqrt(squares);
  const standard = [1 / fanIn, 2 / fanIn, 2 / (fanIn + units)].map(Math.sqrt);
  const [low, high] = [Math.min(...standard) / chance, Math.max(...standard) * chance];
  return size < low ? size / low : size > high ? size / high : 1;
}

/**
 * What the first weights make of a signal on its way through all hidden ReLU layers: the product of their root mean squares
 * over those of He et al., "Delving deep into rectifiers" (2015), equation 10, which keep it as it is. 1 where something
 * normalises or leads past the layers.
 */
export function signalDrift(network: Network): number {
  const { nodes, initializers } = network.graph;
  const isKept = nodes.some(
    ({ opType, inputs }) =>
      opType.endsWith('Normalization') || (opType === 'Add' && inputs.every((name) => !initializers.has(name))),
  );
  if (isKept) return 1;
  let drift = 1;
  for (const { kernel, fanIn, kind, isLast, activations } of weightedLayers(network)) {
    if (isLast || !(kind === 'dense' || kind === 'convolution') || activations[0]?.opType !== 'Relu') continue;
    let squares = 0;
    const data = initializers.get(kernel)!.data as Float32Array;
    for (const weight of data) squares += weight ** 2 / data.length;
    drift *= Math.sqrt((squares * fanIn) / 2);
  }
  return drift;
}
