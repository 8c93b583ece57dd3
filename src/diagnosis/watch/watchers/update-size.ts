import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Of the weights: about 1e-3 is healthy (Karpathy, CS231n, "Babysitting the learning process"). */
const leap = 0.3;
const crawl = 1e-6;
/** In a row, but not the first: Adam's first updates are its largest. */
const looks = 3;
/** Once the loss has fallen to this share, small updates are the end of a training. */
const fallen = 0.9;
/** Below this share of its peak a schedule makes updates small on purpose. */
const fullRate = 0.5;

/** Updates that throw the weights about, or hardly change them. */
export const updateSize: Watcher = {
  name: 'update-size',
  onLook(memory, { step, layers, lossShare, rateShare }) {
    const known = layers.filter(({ updateRatio }) => updateRatio !== undefined);
    if (known.length === 0) return undefined;
    const largest = known.reduce((a, b) => (b.updateRatio! > a.updateRatio! ? b : a));
    const ratio = largest.updateRatio!;
    memory.leaps = ratio > leap && lossShare >= fallen ? (memory.leaps ?? 0) + 1 : 0;
    memory.crawls =
      ratio > 0 && ratio < crawl && rateShare >= fullRate && lossShare > fallen ? (memory.crawls ?? 0) + 1 : 0;
    if (memory.leaps >= looks) {
      return {
        step,
        layer: largest.name,
        says: `each update changes its weights by ${formatNumber(100 * ratio)} %, where 0.1 % is usual`,
        causes: [{ rule: 'learning-rate-too-high', likelihood: 0.6 }],
      };
    }
    if (memory.crawls < looks) return undefined;
    return {
      step,
      says: `no update changes any layer by more than ${formatNumber(100 * ratio)} %, where 0.1 % is usual`,
      causes: [{ rule: 'learning-rate-too-low', likelihood: 0.6 }],
    };
  },
};
