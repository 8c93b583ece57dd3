import type { Handler } from '../events.ts';
import type { Snapshot } from '../training-engine.ts';

/** Options of {@link earlyStopping}, in Keras's words. */
export interface EarlyStoppingOptions {
  /** Epochs without improvement after which training ends. */
  readonly patience: number;
  /** Smallest fall of the loss that counts as one. */
  readonly minimumDelta?: number;
  /** Whether to go back to the parameters of the best epoch. Default true. */
  readonly restoreBest?: boolean;
}

/** Ends training when the validation loss (the training loss where nothing validates) has stopped falling. */
export function earlyStopping({ patience, minimumDelta = 0, restoreBest = true }: EarlyStoppingOptions): Handler {
  let best = Number.POSITIVE_INFINITY;
  let bestEpoch = 0;
  let snapshot: Snapshot | undefined;
  return {
    name: 'earlyStopping',
    onEpochEnd(state, record) {
      const loss = record.validation?.loss ?? record.loss;
      if (loss < best - minimumDelta) {
        best = loss;
        bestEpoch = record.epoch;
        if (restoreBest) snapshot = state.snapshot();
      } else if (record.epoch - bestEpoch >= patience) {
        state.stop(`the loss has not fallen for ${patience} epochs; the best was epoch ${bestEpoch}`);
      }
    },
    onTrainEnd(state) {
      if (snapshot !== undefined) state.restore(snapshot);
    },
    save: () => ({
      numbers: { best, bestEpoch },
      ...(snapshot === undefined ? {} : { snapshots: { best: snapshot } }),
    }),
    restore({ numbers, snapshots }) {
      best = numbers.best ?? best;
      bestEpoch = numbers.bestEpoch ?? bestEpoch;
      snapshot = snapshots?.best;
    },
  };
}
