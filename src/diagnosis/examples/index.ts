/** An example for each rule, by the rule's name. */

import { example as activationOnNumbers } from '../rules/activation-on-numbers/example.ts';
import { example as batchNormHidesFault } from '../rules/batch-norm-hides-fault/example.ts';
import { example as batchNormSlowStatistics } from '../rules/batch-norm-slow-statistics/example.ts';
import { example as batchNormTinyBatch } from '../rules/batch-norm-tiny-batch/example.ts';
import { example as batchTooLarge } from '../rules/batch-too-large/example.ts';
import { example as batchTooSmall } from '../rules/batch-too-small/example.ts';
import { example as blockedGradient } from '../rules/blocked-gradient/example.ts';
import { example as classImbalance } from '../rules/class-imbalance/example.ts';
import { example as classNumbersAsValues } from '../rules/class-numbers-as-values/example.ts';
import { example as conflictingLabels } from '../rules/conflicting-labels/example.ts';
import { example as constantLoss } from '../rules/constant-loss/example.ts';
import { example as constantSoftmax } from '../rules/constant-softmax/example.ts';
import { example as deadUnits } from '../rules/dead-units/example.ts';
import { example as doubledActivation } from '../rules/doubled-activation/example.ts';
import { example as doubledOutputActivation } from '../rules/doubled-output-activation/example.ts';
import { example as earlyDecay } from '../rules/early-decay/example.ts';
import { example as explodingGradient } from '../rules/exploding-gradient/example.ts';
import { example as farOutliers } from '../rules/far-outliers/example.ts';
import { example as frozenParameters } from '../rules/frozen-parameters/example.ts';
import { example as ignoredInputs } from '../rules/ignored-inputs/example.ts';
import { example as illMatchedWeights } from '../rules/ill-matched-weights/example.ts';
import { example as inputsPreparedDifferently } from '../rules/inputs-prepared-differently/example.ts';
import { example as inputsScaledTwice } from '../rules/inputs-scaled-twice/example.ts';
import { example as labelsMappedDifferently } from '../rules/labels-mapped-differently/example.ts';
import { example as largeBiases } from '../rules/large-biases/example.ts';
import { example as leakedSamples } from '../rules/leaked-samples/example.ts';
import { example as learningRateTooHigh } from '../rules/learning-rate-too-high/example.ts';
import { example as learningRateTooLow } from '../rules/learning-rate-too-low/example.ts';
import { example as logitsAsProbabilities } from '../rules/logits-as-probabilities/example.ts';
import { example as lossForAnotherTask } from '../rules/loss-for-another-task/example.ts';
import { example as metricCannotShow } from '../rules/metric-cannot-show/example.ts';
import { example as missingBias } from '../rules/missing-bias/example.ts';
import { example as missingNonLinearity } from '../rules/missing-non-linearity/example.ts';
import { example as missingOutputActivation } from '../rules/missing-output-activation/example.ts';
import { example as mixedSamples } from '../rules/mixed-samples/example.ts';
import { example as nearlyConstantInputs } from '../rules/nearly-constant-inputs/example.ts';
import { example as noSignal } from '../rules/no-signal/example.ts';
import { example as noisyLabels } from '../rules/noisy-labels/example.ts';
import { example as nonFiniteData } from '../rules/non-finite-data/example.ts';
import { example as optimizerConstants } from '../rules/optimizer-constants/example.ts';
import { example as outputActivationMismatch } from '../rules/output-activation-mismatch/example.ts';
import { example as outputOutOfReach } from '../rules/output-out-of-reach/example.ts';
import { example as overfitting } from '../rules/overfitting/example.ts';
import { example as reshapeForTranspose } from '../rules/reshape-for-transpose/example.ts';
import { example as saturatedUnits } from '../rules/saturated-units/example.ts';
import { example as saturatingActivations } from '../rules/saturating-activations/example.ts';
import { example as seedDependence } from '../rules/seed-dependence/example.ts';
import { example as shuffledLabels } from '../rules/shuffled-labels/example.ts';
import { example as softmaxOnLabels } from '../rules/softmax-on-labels/example.ts';
import { example as softmaxOverSamples } from '../rules/softmax-over-samples/example.ts';
import { example as summedLoss } from '../rules/summed-loss/example.ts';
import { example as symmetricWeights } from '../rules/symmetric-weights/example.ts';
import { example as timeAsFeatures } from '../rules/time-as-features/example.ts';
import { example as tooDeep } from '../rules/too-deep/example.ts';
import { example as tooFewUnits } from '../rules/too-few-units/example.ts';
import { example as tooFewUpdates } from '../rules/too-few-updates/example.ts';
import { example as tooMuchDropout } from '../rules/too-much-dropout/example.ts';
import { example as tooMuchRegularization } from '../rules/too-much-regularization/example.ts';
import { example as unscaledInputs } from '../rules/unscaled-inputs/example.ts';
import { example as unscaledTargets } from '../rules/unscaled-targets/example.ts';
import { example as unshuffledBatches } from '../rules/unshuffled-batches/example.ts';
import { example as unsuitedOptimizer } from '../rules/unsuited-optimizer/example.ts';
import { example as validationUnlikeTraining } from '../rules/validation-unlike-training/example.ts';
import { example as vanishingGradient } from '../rules/vanishing-gradient/example.ts';
import { example as weightsTooLarge } from '../rules/weights-too-large/example.ts';
import { example as weightsTooSmall } from '../rules/weights-too-small/example.ts';
import { example as wideRangeInputs } from '../rules/wide-range-inputs/example.ts';
import { example as wrongLayout } from '../rules/wrong-layout/example.ts';
import { example as wrongOutputWidth } from '../rules/wrong-output-width/example.ts';
import type { RuleExample } from './example.ts';

export const examples: Readonly<Record<string, RuleExample>> = {
  'activation-on-numbers': activationOnNumbers,
  'batch-norm-hides-fault': batchNormHidesFault,
  'batch-norm-slow-statistics': batchNormSlowStatistics,
  'batch-norm-tiny-batch': batchNormTinyBatch,
  'batch-too-large': batchTooLarge,
  'batch-too-small': batchTooSmall,
  'blocked-gradient': blockedGradient,
  'class-imbalance': classImbalance,
  'class-numbers-as-values': classNumbersAsValues,
  'constant-loss': constantLoss,
  'constant-softmax': constantSoftmax,
  'dead-units': deadUnits,
  'doubled-activation': doubledActivation,
  'doubled-output-activation': doubledOutputActivation,
  'early-decay': earlyDecay,
  'exploding-gradient': explodingGradient,
  'far-outliers': farOutliers,
  'frozen-parameters': frozenParameters,
  'ignored-inputs': ignoredInputs,
  'ill-matched-weights': illMatchedWeights,
  'inputs-scaled-twice': inputsScaledTwice,
  'large-biases': largeBiases,
  'leaked-samples': leakedSamples,
  'learning-rate-too-high': learningRateTooHigh,
  'learning-rate-too-low': learningRateTooLow,
  'logits-as-probabilities': logitsAsProbabilities,
  'loss-for-another-task': lossForAnotherTask,
  'metric-cannot-show': metricCannotShow,
  'missing-bias': missingBias,
  'missing-non-linearity': missingNonLinearity,
  'missing-output-activation': missingOutputActivation,
  'mixed-samples': mixedSamples,
  'nearly-constant-inputs': nearlyConstantInputs,
  'optimizer-constants': optimizerConstants,
  'output-activation-mismatch': outputActivationMismatch,
  'output-out-of-reach': outputOutOfReach,
  overfitting: overfitting,
  'reshape-for-transpose': reshapeForTranspose,
  'saturated-units': saturatedUnits,
  'saturating-activations': saturatingActivations,
  'seed-dependence': seedDependence,
  'softmax-on-labels': softmaxOnLabels,
  'softmax-over-samples': softmaxOverSamples,
  'summed-loss': summedLoss,
  'symmetric-weights': symmetricWeights,
  'time-as-features': timeAsFeatures,
  'too-deep': tooDeep,
  'too-few-units': tooFewUnits,
  'too-few-updates': tooFewUpdates,
  'too-much-dropout': tooMuchDropout,
  'too-much-regularization': tooMuchRegularization,
  'unscaled-inputs': unscaledInputs,
  'unscaled-targets': unscaledTargets,
  'unshuffled-batches': unshuffledBatches,
  'unsuited-optimizer': unsuitedOptimizer,
  'vanishing-gradient': vanishingGradient,
  'weights-too-large': weightsTooLarge,
  'weights-too-small': weightsTooSmall,
  'wide-range-inputs': wideRangeInputs,
  'wrong-output-width': wrongOutputWidth,
  'shuffled-labels': shuffledLabels,
  'labels-mapped-differently': labelsMappedDifferently,
  'noisy-labels': noisyLabels,
  'inputs-prepared-differently': inputsPreparedDifferently,
  'no-signal': noSignal,
  'non-finite-data': nonFiniteData,
  'conflicting-labels': conflictingLabels,
  'validation-unlike-training': validationUnlikeTraining,
  'wrong-layout': wrongLayout,
};
