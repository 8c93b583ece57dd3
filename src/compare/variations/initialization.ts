import { UsageError } from '../../core/index.ts';
import type { InitializerOptions } from '../../nn/index.ts';
import { hasWeights, withOptions } from './layer-kinds.ts';
import { choose } from './values.ts';
import type { LayerVariation } from './variation.ts';

/** `undefined` leaves each layer its default: fan_in, of scale 2 before ReLU and 1 before the output. */
const initializers: Readonly<Record<string, InitializerOptions | undefined>> = {
  'variance-scaling': undefined,
  'gaussian-0.05': { name: 'normal', mean: 0, deviation: 0.05 },
  'gaussian-1': { name: 'normal', mean: 0, deviation: 1 },
  'truncated-gaussian': { name: 'truncatedNormal', mean: 0, deviation: 0.05 },
  xavier: { name: 'varianceScaling', scale: 1, mode: 'fan_avg', distribution: 'uniform' },
  lecun: { name: 'varianceScaling', scale: 1, mode: 'fan_in', distribution: 'truncated_normal' },
  orthogonal: { name: 'orthogonal', gain: Math.SQRT2 },
};

/** How the weights of dense layers and convolutions are drawn; biases begin with 0 (mission G5). */
export const initialization: LayerVariation = {
  name: 'init',
  serves: 'G5',
  summary: 'how weights get their first values',
  values: Object.keys(initializers),
  changes: 'layers',
  edit(layers, value) {
    const initializer = choose('init', initializers, value);
    if (!layers.some(hasWeights)) {
      throw new UsageError('--vary init: the network has no dense layer or convolution, so no weights to draw');
    }
    return layers.map((layer) => (hasWeights(layer) ? withOptions(layer, { initializer }) : layer));
  },
};
