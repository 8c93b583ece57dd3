import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Of the highest rate: a step schedule that ends at a hundredth is usual (He et al., 2016, section 4.2, keep it so). */
const gone = 1e-3;
/** Share of the training that is still to come, and for which it has been so: restarts last shorter. */
const left = 0.25;
const lasting = 0.05;

/** A learning rate that is gone long before the end. */
export const rateGone: Watcher = {
  name: 'rate-gone',
  onWindow(memory, { step, learningRate, progress }) {
    if (learningRate === undefined) return undefined;
    memory.peak = Math.max(memory.peak ?? 0, learningRate);
    if (!(memory.peak > 0) || learningRate > gone * memory.peak) {
      memory.since = progress;
      return undefined;
    }
    if (progress - (memory.since ?? 0) < lasting || progress > 1 - left) return undefined;
    return {
      step,
      says: `the learning rate has come down to ${formatNumber(learningRate)}, from ${formatNumber(memory.peak)}, with ${formatNumber(100 * (1 - progress))} % of the training to come`,
      causes: [{ rule: 'early-decay', likelihood: 0.6 }],
    };
  },
};
