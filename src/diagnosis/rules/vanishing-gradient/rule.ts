import { formatNumber } from '../format-number.ts';
import type { Rule } from '../rule.ts';

/** Of the first layer's gradient over the last's: Glorot and Bengio (2010), figure 7, show it shrink layer by layer. */
const small = 1e-2;
const lost = 1e-4;
/** Factor by which the signal shrinks from layer to layer. */
const shrinking = 0.5;

/** A signal that hardly reaches the last layers, or a gradient that hardly reaches the first. */
export const vanishingGradient: Rule = {
  name: 'vanishing-gradient',
  family: 'initialization',
  title: 'signal or gradient vanish',
  rows: ['G2', 'G5', 'D5'],
  suspect({ start, layers }) {
    const ratio = start?.gradientRatio;
    if (start === undefined || ratio === undefined || layers.length < 3) return undefined;
    const change = start.signal.changePerLayer ?? 1;
    if (ratio >= small && change >= shrinking) return undefined;
    const [first] = start.weighted;
    return {
      likelihood: ratio < lost ? 0.6 : change < shrinking ? 0.5 : 0.3,
      reason:
        ratio < small
          ? `the gradient of the first layer is ${formatNumber(ratio)} of the last one's`
          : `the signal shrinks to ${formatNumber(change)} from layer to layer`,
      ...(first === undefined || first.name === '' ? {} : { layer: first.name }),
      remedies: ['freshWeights', 'reluHidden', 'fewerLayers'],
    };
  },
};
