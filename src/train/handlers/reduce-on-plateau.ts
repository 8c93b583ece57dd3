import type { Handler } from '../events.ts';

/** Options of {@link reduceOnPlateau}. */
export interface ReduceOnPlateauOptions {
  /** What the learning rate is multiplied by. Default 0.1. */
  readonly factor?: number;
  /** Epochs without improvement that are tolerated; the next one reduces the rate. Default 10. */
  readonly patience?: number;
  /** The loss has to fall by this share of the lowest one to count as improved. Default 1e-4. */
  readonly threshold?: number;
  /** Epochs after a reduction in which none is counted. Default 0. */
  readonly cooldown?: number;
  /** The rate never falls below this share of what the schedule gives. Default 0. */
  readonly minimumFactor?: number;
}

/**
 * Lowers the learning rate when the validation loss (the training loss where nothing validates) has stopped falling, as
 * PyTorch's `ReduceLROnPlateau` by a relative threshold. It multiplies whatever the schedule gives, constant or not.
 */
export function reduceOnPlateau({
  factor = 0.1,
  patience = 10,
  threshold = 1e-4,
  cooldown = 0,
  minimumFactor = 0,
}: ReduceOnPlateauOptions = {}): Handler {
  let best = Number.POSITIVE_INFINITY;
  let epochsWithout = 0;
  let cooldownLeft = 0;
  return {
    name: 'reduceOnPlateau',
    onEpochEnd(state, record) {
      const loss = record.validation?.loss ?? record.loss;
      if (loss < best * (1 - threshold)) {
        best = loss;
        epochsWithout = 0;
      } else {
        epochsWithout++;
      }
      if (cooldownLeft > 0) {
        cooldownLeft--;
        epochsWithout = 0;
      }
      if (epochsWithout <= patience) return;
      state.learningRateFactor = Math.max(state.learningRateFactor * factor, minimumFactor);
      cooldownLeft = cooldown;
      epochsWithout = 0;
    },
    save: () => ({ numbers: { best, epochsWithout, cooldownLeft } }),
    restore({ numbers }) {
      best = numbers.best ?? best;
      epochsWithout = numbers.epochsWithout ?? epochsWithout;
      cooldownLeft = numbers.cooldownLeft ?? cooldownLeft;
    },
  };
}
