import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Of the constant answer's loss, or of the first one: no better than that is nothing learnt. */
const still = 0.98;
/** Of what it was at half the patience: above that it is rising. */
const rising = 1.1;
/** No single window may have been lower than this share: noise aside, nothing ever moved. */
const everLower = 0.9;
/** Share of the training, windows and steps after which it is said; slow starts are shorter. */
const patience = 0.3;
const fewestWindows = 10;
const fewestSteps = 200;
/** How much of the mean a new window makes up. */
const newness = 0.2;

/** A loss that stays where it was, or where a constant answer would have it. */
export const lossStandsStill: Watcher = {
  name: 'loss-stands-still',
  onWindow(memory, { step, loss, progress, index }, { constantLoss, batchSize }, first) {
    memory.first ??= loss;
    memory.smooth = memory.smooth === undefined ? loss : memory.smooth + newness * (loss - memory.smooth);
    memory.lowest = Math.min(memory.lowest ?? loss, loss);
    if (progress <= patience / 2) memory.before = memory.smooth;
    const reference = constantLoss ?? Math.max(memory.first, first);
    const isLongEnough =
      progress >= patience && index >= fewestWindows && (batchSize === undefined || step >= fewestSteps);
    if (!isLongEnough || !(reference > 0) || !(memory.lowest >= everLower * reference)) return undefined;
    if (memory.smooth < still * Math.max(reference, memory.before ?? reference)) return undefined;
    if (memory.smooth > rising * (memory.before ?? memory.smooth)) return undefined;
    return {
      step,
      says:
        constantLoss === undefined
          ? `the loss does not move from ${formatNumber(memory.smooth)}`
          : `the loss stays at ${formatNumber(memory.smooth)}, and a constant answer has ${formatNumber(constantLoss)}`,
      causes: [
        { rule: 'learning-rate-too-low', likelihood: 0.35 },
        { rule: 'learning-rate-too-high', likelihood: 0.3 },
        { rule: 'dead-units', likelihood: 0.25 },
        { rule: 'output-activation-mismatch', likelihood: 0.25 },
        { rule: 'constant-loss', likelihood: 0.2 },
      ],
    };
  },
};
