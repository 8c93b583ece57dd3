/** The catalogue of rules: one kind of cause each. */
import { activationOnNumbers } from './activation-on-numbers/rule.ts';
import { batchNormHidesFault } from './batch-norm-hides-fault/rule.ts';
import { batchNormSlowStatistics } from './batch-norm-slow-statistics/rule.ts';
import { batchNormTinyBatch } from './batch-norm-tiny-batch/rule.ts';
import { batchTooLarge } from './batch-too-large/rule.ts';
import { batchTooSmall } from './batch-too-small/rule.ts';
import { blockedGradient } from './blocked-gradient/rule.ts';
import { classImbalance } from './class-imbalance/rule.ts';
import { classNumbersAsValues } from './class-numbers-as-values/rule.ts';
import { conflictingLabels } from './conflicting-labels/rule.ts';
import { constantLoss } from './constant-loss/rule.ts';
import { constantSoftmax } from './constant-softmax/rule.ts';
import { deadUnits } from './dead-units/rule.ts';
import { doubledActivation } from './doubled-activation/rule.ts';
import { doubledOutputActivation } from './doubled-output-activation/rule.ts';
import { earlyDecay } from './early-decay/rule.ts';
import { explodingGradient } from './exploding-gradient/rule.ts';
import { farOutliers } from './far-outliers/rule.ts';
import { frozenParameters } from './frozen-parameters/rule.ts';
import { ignoredInputs } from './ignored-inputs/rule.ts';
import { illMatchedWeights } from './ill-matched-weights/rule.ts';
import { inputsPreparedDifferently } from './inputs-prepared-differently/rule.ts';
import { inputsScaledTwice } from './inputs-scaled-twice/rule.ts';
import { labelsMappedDifferently } from './labels-mapped-differently/rule.ts';
import { largeBiases } from './large-biases/rule.ts';
import { leakedSamples } from './leaked-samples/rule.ts';
import { learningRateTooHigh } from './learning-rate-too-high/rule.ts';
import { learningRateTooLow } from './learning-rate-too-low/rule.ts';
import { logitsAsProbabilities } from './logits-as-probabilities/rule.ts';
import { lossForAnotherTask } from './loss-for-another-task/rule.ts';
import { metricCannotShow } from './metric-cannot-show/rule.ts';
import { missingBias } from './missing-bias/rule.ts';
import { missingNonLinearity } from './missing-non-linearity/rule.ts';
import { missingOutputActivation } from './missing-output-activation/rule.ts';
import { mixedSamples } from './mixed-samples/rule.ts';
import { nearlyConstantInputs } from './nearly-constant-inputs/rule.ts';
import { noSignal } from './no-signal/rule.ts';
import { noisyLabels } from './noisy-labels/rule.ts';
import { nonFiniteData } from './non-finite-data/rule.ts';
import { optimizerConstants } from './optimizer-constants/rule.ts';
import { outputActivationMismatch } from './output-activation-mismatch/rule.ts';
import { outputOutOfReach } from './output-out-of-reach/rule.ts';
import { overfitting } from './overfitting/rule.ts';
import { reshapeForTranspose } from './reshape-for-transpose/rule.ts';
import type { Rule } from './rule.ts';
import { saturatedUnits } from './saturated-units/rule.ts';
import { saturatingActivations } from './saturating-activations/rule.ts';
import { seedDependence } from './seed-dependence/rule.ts';
import { shuffledLabels } from './shuffled-labels/rule.ts';
import { softmaxOnLabels } from './softmax-on-labels/rule.ts';
import { softmaxOverSamples } from './softmax-over-samples/rule.ts';
import { summedLoss } from './summed-loss/rule.ts';
import { symmetricWeights } from './symmetric-weights/rule.ts';
import { timeAsFeatures } from './time-as-features/rule.ts';
import { tooDeep } from './too-deep/rule.ts';
import { tooFewUnits } from './too-few-units/rule.ts';
import { tooFewUpdates } from './too-few-updates/rule.ts';
import { tooMuchDropout } from './too-much-dropout/rule.ts';
import { tooMuchRegularization } from './too-much-regularization/rule.ts';
import { unscaledInputs } from './unscaled-inputs/rule.ts';
import { unscaledTargets } from './unscaled-targets/rule.ts';
import { unshuffledBatches } from './unshuffled-batches/rule.ts';
import { unsuitedOptimizer } from './unsuited-optimizer/rule.ts';
import { validationUnlikeTraining } from './validation-unlike-training/rule.ts';
import { vanishingGradient } from './vanishing-gradient/rule.ts';
import { weightsTooLarge } from './weights-too-large/rule.ts';
import { weightsTooSmall } from './weights-too-small/rule.ts';
import { wideRangeInputs } from './wide-range-inputs/rule.ts';
import { wrongLayout } from './wrong-layout/rule.ts';
import { wrongOutputWidth } from './wrong-output-width/rule.ts';

/** All rules, by the part of a training that they look at. */
export const rules: readonly Rule[] = [
  constantSoftmax,
  softmaxOverSamples,
  outputOutOfReach,
  softmaxOnLabels,
  missingOutputActivation,
  doubledOutputActivation,
  outputActivationMismatch,
  activationOnNumbers,
  wrongOutputWidth,
  constantLoss,
  classNumbersAsValues,
  logitsAsProbabilities,
  lossForAnotherTask,
  summedLoss,
  missingNonLinearity,
  doubledActivation,
  saturatingActivations,
  vanishingGradient,
  explodingGradient,
  deadUnits,
  saturatedUnits,
  symmetricWeights,
  weightsTooSmall,
  weightsTooLarge,
  illMatchedWeights,
  largeBiases,
  missingBias,
  tooFewUnits,
  tooDeep,
  frozenParameters,
  blockedGradient,
  ignoredInputs,
  mixedSamples,
  unscaledInputs,
  inputsScaledTwice,
  nearlyConstantInputs,
  wideRangeInputs,
  farOutliers,
  unscaledTargets,
  classImbalance,
  unshuffledBatches,
  shuffledLabels,
  labelsMappedDifferently,
  noisyLabels,
  inputsPreparedDifferently,
  noSignal,
  nonFiniteData,
  conflictingLabels,
  validationUnlikeTraining,
  leakedSamples,
  wrongLayout,
  timeAsFeatures,
  reshapeForTranspose,
  batchNormHidesFault,
  batchNormTinyBatch,
  batchNormSlowStatistics,
  tooMuchDropout,
  tooMuchRegularization,
  overfitting,
  learningRateTooHigh,
  learningRateTooLow,
  earlyDecay,
  unsuitedOptimizer,
  optimizerConstants,
  batchTooSmall,
  batchTooLarge,
  tooFewUpdates,
  metricCannotShow,
  seedDependence,
];
