import { UsageError } from '../../core/index.ts';
import type { LayerInput } from '../../nn/index.ts';
import { hasWeights, outputLayer, takes, withOptions } from './layer-kinds.ts';
import type { LayerVariation } from './variation.ts';

const isNormalization = (layer: LayerInput | undefined): boolean =>
  layer !== undefined && takes(layer, 'epsilon') && takes(layer, 'activation');

/** The activation behind every hidden layer, where a normalisation follows behind that; an output layer stays (mission G2). */
export const activation: LayerVariation = {
  name: 'activation',
  serves: 'G2',
  summary: 'the activation of every hidden layer',
  values: ['relu', 'leakyRelu', 'elu', 'gelu', 'tanh', 'sigmoid'],
  changes: 'layers',
  edit(layers, value) {
    const output = outputLayer(layers);
    if (output < 1 || !layers.slice(0, output).some(hasWeights)) {
      throw new UsageError('--vary activation: the network has no hidden layer, so no activation to vary');
    }
    return layers.map((layer, index) => {
      if (index >= output || !('activation' in layer || takes(layer, 'activation'))) return layer;
      const given = 'activation' in layer ? layer.activation : undefined;
      if (given === 'linear' || layer.layer === 'multiHeadAttention') return layer;
      if (layer.layer === 'activation' || given !== undefined) return withOptions(layer, { activation: value });
      if (hasWeights(layer)) {
        return withOptions(layer, { activation: isNormalization(layers[index + 1]) ? 'linear' : value });
      }
      const before = layers[index - 1];
      const takesOver = isNormalization(layer) && before !== undefined && hasWeights(before);
      return takesOver && !('activation' in before) ? withOptions(layer, { activation: value }) : layer;
    });
  },
};
