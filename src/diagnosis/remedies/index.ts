/** Remedies: one change each that cures one kind of fault; the catalogue's order is the order in which they combine. */
import type { Design } from '../design.ts';
import { batchFirst } from './batch-first.ts';
import { fasterStatistics } from './batch-norm-momentum.ts';
import { addedBiases, zeroBiases } from './biases.ts';
import { clippedInputs } from './clipped-inputs.ts';
import { freshWeights } from './fresh-weights.ts';
import { meanReduction } from './loss-reduction.ts';
import { outputActivation } from './output-activation.ts';
import { outputShape } from './output-shape.ts';
import {
  adamOptimizer,
  balancedClasses,
  constantRate,
  gradientClipping,
  lateDrop,
  learningRateTimes,
  moreEpochs,
  shuffledBatches,
  unfrozenLayers,
  usualBatches,
  usualConstants,
} from './recipe-remedies.ts';
import { noRegularization, weightPenalty } from './regularization.ts';
import { reluHidden } from './relu-hidden.ts';
import type { Remedy, RemedyContext } from './remedy.ts';
import { fewerLayers, noBatchNormalization, noDropout, noRounding, singleActivation } from './remove-layers.ts';
import { scaledTargets, whitenedInputs } from './scaling.ts';
import { softmaxOverClasses } from './softmax-axis.ts';
import { boundedInputs, squashedInputs } from './squashed-inputs.ts';
import { taskLoss } from './task-loss.ts';
import { transposedLayout } from './transposed-layout.ts';
import { usualRate } from './usual-rates.ts';
import { widerLayers } from './wider-layers.ts';

export type { Remedy, RemedyContext } from './remedy.ts';

/**
 * All remedies by name. Structure comes before what is drawn for it, the loss before the output that suits it, and the
 * recipe last.
 */
export const remedies = {
  transposedLayout,
  batchFirst,
  noBatchNormalization,
  fasterStatistics,
  noDropout,
  noRounding,
  singleActivation,
  softmaxOverClasses,
  reluHidden,
  fewerLayers,
  addedBiases,
  widerLayers,
  outputShape,
  taskLoss,
  meanReduction,
  outputActivation,
  freshWeights,
  zeroBiases,
  unfrozenLayers,
  clippedInputs,
  boundedInputs,
  squashedInputs,
  whitenedInputs,
  scaledTargets,
  noRegularization,
  weightPenalty,
  adamOptimizer,
  usualConstants,
  gradientClipping,
  usualRate,
  learningRateTimes10: learningRateTimes(10),
  learningRateTimes100: learningRateTimes(100),
  learningRateTenth: learningRateTimes(0.1),
  learningRateHundredth: learningRateTimes(0.01),
  constantRate,
  usualBatches,
  shuffledBatches,
  balancedClasses,
  moreEpochs,
  lateDrop,
} satisfies Record<string, Remedy>;

export type RemedyName = keyof typeof remedies;

export const remedyNames = Object.keys(remedies) as RemedyName[];

/** A design with some remedies applied, in the catalogue's order, and those that had something to change. */
export function applyRemedies(
  design: Design,
  names: Iterable<RemedyName>,
  context: RemedyContext,
): { design: Design; applied: RemedyName[] } {
  const wanted = new Set(names);
  const applied: RemedyName[] = [];
  let current = design;
  for (const name of remedyNames) {
    if (!wanted.has(name)) continue;
    const changed = remedies[name].apply(current, context);
    if (changed === undefined) continue;
    current = changed;
    applied.push(name);
  }
  return { design: current, applied };
}
