import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Of the first loss: Smith (2017), section 3.3, ends his range test where the loss goes up by a factor of 4. */
const explodes = 4;
/** Windows in a row that do not fall: one may be a spike that heals. */
const windows = 2;
/** Windows in a row, falling or not. */
const anyWindows = 5;
/** Standard errors above that level. */
const beyondNoise = 5;

/** A loss that goes up, not down. */
export const lossExplodes: Watcher = {
  name: 'loss-explodes',
  onWindow(memory, { step, loss, lossError }, { constantLoss = 0 }, first) {
    const reference = Math.max(first, constantLoss);
    const isHigh = reference > 0 && loss > explodes * reference && loss - reference > beyondNoise * lossError;
    const isFalling = memory.previous !== undefined && loss < memory.previous;
    memory.previous = loss;
    memory.high = isHigh ? (memory.high ?? 0) + 1 : 0;
    memory.rising = isHigh && !isFalling ? (memory.rising ?? 0) + 1 : 0;
    if (memory.rising < windows && memory.high < anyWindows) return undefined;
    return {
      step,
      says: `the loss is ${formatNumber(loss / reference)} times what it was at first`,
      causes: [
        { rule: 'learning-rate-too-high', likelihood: 0.6 },
        { rule: 'exploding-gradient', likelihood: 0.3 },
        { rule: 'unscaled-inputs', likelihood: 0.25 },
      ],
    };
  },
};
