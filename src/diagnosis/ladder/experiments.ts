/** The article's experiments on a network that does not learn, in its order. */
import { batchOfOne, higherRate, largerBatches, lowerRate, plainLosses, withoutBatchNorm } from './changes.ts';
import type { Experiment } from './experiment.ts';
import { learningRateRange } from './learning-rate-range.ts';
import { overfitOneBatch, overfitOnePoint, overfitTwoPoints } from './overfit.ts';
import { reshapes } from './reshapes.ts';

/** All experiments: D1 to D8. */
export const experiments: readonly Experiment[] = [
  overfitOnePoint,
  overfitTwoPoints,
  overfitOneBatch,
  lowerRate,
  higherRate,
  learningRateRange,
  batchOfOne,
  withoutBatchNorm,
  largerBatches,
  reshapes,
  plainLosses,
];
