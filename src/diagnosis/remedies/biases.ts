import type { Tensor } from '../../core/index.ts';
import type { Network } from '../../nn/index.ts';
import type { Design } from '../design.ts';
import { type WeightedLayer, weightedLayers } from '../network/layer-chain.ts';
import { rewriteNetwork } from '../network/rewrite.ts';
import type { Remedy } from './remedy.ts';

/** Mean of a layer's first biases in size beyond which they decide more than the inputs, whose weighted sum is about 1. */
const largestMeanBias = 1;

const zeros = (shape: readonly number[]): Tensor => ({
  dtype: 'float32',
  shape,
  data: new Float32Array(shape.reduce((count, size) => count * size, 1)),
});

/** Layers whose first biases are far from 0. Those of recurrent cells may be meant: a forget gate starts at 1. */
export function layersWithLargeBias({ network }: Design): WeightedLayer[] {
  return weightedLayers(network).filter(({ bias, kind }) => {
    const data = bias === undefined || kind === 'recurrent' ? undefined : network.graph.initializers.get(bias)?.data;
    if (!(data instanceof Float32Array)) return false;
    return data.reduce((sum, value) => sum + Math.abs(value) / data.length, 0) > largestMeanBias;
  });
}

/** First biases of 0 in layers where they are large (G5). */
export const zeroBiases: Remedy = {
  family: 'initialization',
  summary: 'biases that start at 0',
  apply(design) {
    const tensors = new Map(
      layersWithLargeBias(design).map(({ bias }): [string, Tensor] => [
        bias!,
        zeros(design.network.graph.initializers.get(bias!)!.shape),
      ]),
    );
    if (tensors.size === 0) return undefined;
    return { ...design, network: rewriteNetwork(design.network, { initializers: tensors }) };
  },
};

/** Normalisations with a shift of their own, before which a bias does nothing. */
const normalizations: ReadonlySet<string> = new Set([
  'BatchNormalization',
  'GroupNormalization',
  'InstanceNormalization',
  'LayerNormalization',
]);

/** Dense and convolutional layers without a bias, where nothing else shifts what they put out (G4). */
export function layersWithoutBias(network: Network): WeightedLayer[] {
  return weightedLayers(network).filter(
    ({ bias, kind, node, following }) =>
      bias === undefined &&
      (node.opType === 'Gemm' || node.opType === 'MatMul' || kind === 'convolution') &&
      !(following[0] !== undefined && (normalizations.has(following[0].opType) || following[0].opType === 'Add')),
  );
}

/** A bias in every layer (G4). */
export const addedBiases: Remedy = {
  family: 'layers',
  summary: 'a bias in every layer',
  apply(design) {
    const layers = new Map(layersWithoutBias(design.network).map((layer) => [layer.node, layer]));
    if (layers.size === 0) return undefined;
    const nameOf = ({ kernel }: WeightedLayer) => `${kernel}/added_bias`;
    const tensors = new Map([...layers.values()].map((layer) => [nameOf(layer), zeros([layer.units])]));
    const network = rewriteNetwork(design.network, {
      initializers: tensors,
      replace(node, inputs, builder) {
        const layer = layers.get(node);
        if (layer === undefined) return undefined;
        const names = inputs.map((input) => input?.name ?? '');
        const bias = builder.value(nameOf(layer));
        if (node.opType !== 'MatMul') return builder.add({ ...node, inputs: [...names.slice(0, 2), bias.name] });
        return [builder.op('Add', [builder.op('MatMul', inputs), bias])];
      },
    });
    const added = (names: readonly string[]) =>
      names.flatMap((name) => [...layers.values()].filter(({ kernel }) => kernel === name).map(nameOf));
    return {
      ...design,
      network: {
        ...network,
        parameters: [...network.parameters, ...added(network.parameters)],
        layers: network.layers.map((layer) => ({
          ...layer,
          parameters: [...layer.parameters, ...added(layer.parameters)],
        })),
      },
    };
  },
};
