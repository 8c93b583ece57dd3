import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Share of the first loss below which something has been learnt that can be lost. */
const learnt = 0.5;
/** Share of the fall that is lost again. */
const lost = 0.5;
/** For so large a share of the training: spikes that heal are shorter. */
const lasting = 0.1;
const fewestWindows = 3;
/** Standard errors above the lowest window. */
const beyondNoise = 5;

/** A loss that had fallen, leapt up, and did not come down again. */
export const lossFallsBack: Watcher = {
  name: 'loss-falls-back',
  onWindow(memory, { step, loss, lossError, progress, index }, { constantLoss }, first) {
    const reference = Math.min(first, constantLoss ?? first);
    const lowest = Math.min(memory.lowest ?? Number.POSITIVE_INFINITY, loss);
    memory.lowest = lowest;
    const isBack =
      lowest >= 0 &&
      lowest < learnt * reference &&
      loss > lowest + lost * (reference - lowest) &&
      loss - lowest > beyondNoise * lossError;
    if (!isBack) {
      memory.since = progress;
      memory.sinceIndex = index;
      return undefined;
    }
    const isLasting = progress - (memory.since ?? 0) >= lasting && index - (memory.sinceIndex ?? 0) >= fewestWindows;
    if (!isLasting) return undefined;
    return {
      step,
      says: `the loss had fallen to ${formatNumber(lowest)}, leapt up and stays at ${formatNumber(loss)}`,
      causes: [
        { rule: 'learning-rate-too-high', likelihood: 0.6 },
        { rule: 'dead-units', likelihood: 0.35 },
      ],
    };
  },
};
