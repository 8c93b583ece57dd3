import { formatNumber } from '../../rules/format-number.ts';
import type { Watcher } from '../watcher.ts';

/** Of the validation loss above its lowest, "generalization loss": Prechelt (1998), section 2, stops at 5 % and less. */
const rise = 0.25;
/** Epochs in a row. */
const epochs = 5;
/** Of the training loss at the lowest validation loss: it has to go on falling. */
const falls = 0.9;
/** How much of the mean a new epoch makes up. */
const newness = 0.4;

/** A validation loss that rises while the training loss falls. */
export const overfitting: Watcher = {
  name: 'overfitting',
  onEpoch(memory, { step, loss, validationLoss }) {
    if (validationLoss === undefined || !(validationLoss > 0)) return undefined;
    memory.validation = smoothed(memory.validation, validationLoss);
    memory.training = smoothed(memory.training, loss);
    if (memory.validation <= (memory.lowest ?? Number.POSITIVE_INFINITY)) {
      memory.lowest = memory.validation;
      memory.lowestStep = step;
      memory.trainingThen = memory.training;
    }
    const isRising = memory.validation > (1 + rise) * memory.lowest! && memory.training < falls * memory.trainingThen!;
    memory.count = isRising ? (memory.count ?? 0) + 1 : 0;
    if (memory.count < epochs) return undefined;
    return {
      step,
      says: `the validation loss has risen to ${formatNumber(memory.validation)} from ${formatNumber(memory.lowest!)} at step ${memory.lowestStep}, while the training loss fell`,
      causes: [{ rule: 'overfitting', likelihood: 0.7 }],
    };
  },
};

const smoothed = (mean: number | undefined, value: number): number =>
  mean === undefined ? value : mean + newness * (value - mean);
