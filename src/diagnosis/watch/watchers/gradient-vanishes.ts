import { formatNumber } from '../../rules/format-number.ts';
import { gradientRatioOf } from '../gradient-ratio.ts';
import type { Watcher } from '../watcher.ts';

/** Of the first layer's gradient over the last's: Glorot and Bengio (2010), figure 7, call a fall by ten and more vanishing. */
const small = 1e-3;
const looks = 3;

/** A gradient that hardly reaches the first layer. */
export const gradientVanishes: Watcher = {
  name: 'gradient-vanishes',
  onLook(memory, { step, layers }) {
    const found = gradientRatioOf(layers);
    if (found === undefined) return undefined;
    // Of none at all another watcher speaks.
    memory.looks = found.ratio > 0 && found.ratio < small ? (memory.looks ?? 0) + 1 : 0;
    if (memory.looks < looks) return undefined;
    return {
      step,
      layer: found.first,
      says: `its gradient is ${formatNumber(found.ratio)} of that of the last layer`,
      causes: [
        { rule: 'vanishing-gradient', likelihood: 0.6 },
        { rule: 'saturated-units', likelihood: 0.3 },
      ],
    };
  },
};
