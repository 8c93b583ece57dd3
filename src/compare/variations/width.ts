import { UsageError } from '../../core/index.ts';
import { outputLayer, takes, withOptions } from './layer-kinds.ts';
import { wholeNumber } from './values.ts';
import type { LayerVariation } from './variation.ts';

/** Filters of every convolution but an output layer; without convolutions the units of every hidden dense layer (mission G9). */
export const width: LayerVariation = {
  name: 'width',
  serves: 'G9',
  summary: 'filters of every convolution, or units of every hidden layer where there is none',
  values: ['16', '32', '64', '128', '256'],
  changes: 'layers',
  edit(layers, value) {
    const count = wholeNumber('width', value);
    const output = outputLayer(layers);
    const option = ['filters', 'units'].find((name) =>
      layers.some((layer, index) => index !== output && takes(layer, name) && takes(layer, 'activation')),
    );
    if (option === undefined) {
      throw new UsageError('--vary width: the network has no hidden convolution or dense layer, so no width to vary');
    }
    return layers.map((layer, index) =>
      index !== output && takes(layer, option) && takes(layer, 'activation')
        ? withOptions(layer, { [option]: count })
        : layer,
    );
  },
};
