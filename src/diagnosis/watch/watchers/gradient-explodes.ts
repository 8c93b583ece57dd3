import { formatNumber } from '../../rules/format-number.ts';
import { gradientRatioOf } from '../gradient-ratio.ts';
import type { Watcher } from '../watcher.ts';

/** Of the gradient's norm over that of the first steps. Clipping usually begins far below: Pascanu et al. (2013), section 3. */
const larger = 100;
const windows = 2;
/** Share of the first loss below which it has fallen by these gradients. */
const unfallen = 0.9;
/** Of the first layer's gradient over the last's, ten times what makes the rule `exploding-gradient` suspicious. */
const ratio = 1000;
const looks = 3;

/** Gradients that grow beyond measure, over the steps or on their way back through the layers. */
export const gradientExplodes: Watcher = {
  name: 'gradient-explodes',
  onWindow(memory, { step, gradientNorm, loss }, _course, first) {
    if (gradientNorm === undefined) return undefined;
    memory.first ??= gradientNorm;
    const isLarge = memory.first > 0 && gradientNorm > larger * memory.first && loss > unfallen * first;
    memory.windows = isLarge ? (memory.windows ?? 0) + 1 : 0;
    if (memory.windows < windows) return undefined;
    return {
      step,
      says: `the gradient is ${formatNumber(gradientNorm / memory.first)} times as large as at first`,
      causes: [
        { rule: 'exploding-gradient', likelihood: 0.5 },
        { rule: 'learning-rate-too-high', likelihood: 0.4 },
      ],
    };
  },
  onLook(memory, { step, layers }) {
    const found = gradientRatioOf(layers);
    if (found === undefined) return undefined;
    memory.looks = found.ratio > ratio ? (memory.looks ?? 0) + 1 : 0;
    if (memory.looks < looks) return undefined;
    return {
      step,
      layer: found.first,
      says: `its gradient is ${formatNumber(found.ratio)} times that of the last layer`,
      causes: [{ rule: 'exploding-gradient', likelihood: 0.5 }],
    };
  },
};
