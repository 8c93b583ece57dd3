import { netwrightDomain } from '../../graph/index.ts';
import { channelOf, channelStatistics, requireChannelVectors } from '../normalization.ts';
import { type Operator, random } from '../operator.ts';

/**
 * The gradient of a batch normalisation in training mode, mean µ and variance σ² being those of the batch of m elements:
 * with x̂ = (X − µ) / √(σ² + epsilon), dBias = Σ dY, dScale = Σ dY · x̂ and
 * dX = scale / √(σ² + epsilon) · (dY − dBias / m − x̂ · dScale / m).
 */
export const batchNormalizationGradient: Operator = {
  opType: 'BatchNormalizationGradient',
  domain: netwrightDomain,
  inputs: ['dY', 'X', 'scale'],
  outputs: ['dX', 'dScale', 'dBias'],
  attributes: { epsilon: { type: 'float', default: 1e-5 } },
  infer: (context) => {
    requireChannelVectors(context, 1, 2);
    return [context.type(1), context.type(2), context.type(2)];
  },
  gradient: { missing: 'second derivatives of a batch normalisation in training mode' },
  reference: (context, [dy, x, scale]) => {
    const { mean, variance, count } = channelStatistics(x!);
    const channel = channelOf(x!.shape);
    const inverse = variance.map((element) => 1 / Math.sqrt(element + context.float('epsilon')));
    const normalized = x!.data.map((element, i) => (element - mean[channel(i)]!) * inverse[channel(i)]!);
    const dScale = new Float64Array(mean.length);
    const dBias = new Float64Array(mean.length);
    for (let i = 0; i < normalized.length; i++) {
      dScale[channel(i)]! += dy!.data[i]! * normalized[i]!;
      dBias[channel(i)]! += dy!.data[i]!;
    }
    const dx = normalized.map((element, i) => {
      const c = channel(i);
      return scale!.data[c]! * inverse[c]! * (dy!.data[i]! - (dBias[c]! + element * dScale[c]!) / count);
    });
    return [
      { ...x!, data: dx },
      { ...scale!, data: dScale },
      { ...scale!, data: dBias },
    ];
  },
  samples: [
    { name: 'images', inputs: [random([3, 2, 2, 3]), random([3, 2, 2, 3]), random([2])], outputs: 3 },
    {
      name: 'vectors',
      inputs: [random([5, 3]), random([5, 3]), random([3])],
      attributes: { epsilon: 0.1 },
      outputs: 3,
    },
    { name: 'sequences', inputs: [random([2, 3, 4]), random([2, 3, 4]), random([3])], outputs: 3 },
  ],
};
