/** The catalogue of rules: one kind of cause each. */
import { activationOnNumbers } from './activation-on-numbers/rule.ts';
import { constantLoss } from './constant-loss/rule.ts';
import { constantSoftmax } from './constant-softmax/rule.ts';
import { earlyDecay } from './early-decay/rule.ts';
import { harmfulBatchNorm } from './harmful-batch-norm/rule.ts';
import { learningRateTooHigh } from './learning-rate-too-high/rule.ts';
import { learningRateTooLow } from './learning-rate-too-low/rule.ts';
import { logitsAsProbabilities } from './logits-as-probabilities/rule.ts';
import { lossForAnotherTask } from './loss-for-another-task/rule.ts';
import { missingNonLinearity } from './missing-non-linearity/rule.ts';
import { missingOutputActivation } from './missing-output-activation/rule.ts';
import { outputActivationMismatch } from './output-activation-mismatch/rule.ts';
import { outputOutOfReach } from './output-out-of-reach/rule.ts';
import type { Rule } from './rule.ts';
import { saturatingActivations } from './saturating-activations/rule.ts';
import { softmaxOnLabels } from './softmax-on-labels/rule.ts';
import { tooFewUnits } from './too-few-units/rule.ts';
import { tooFewUpdates } from './too-few-updates/rule.ts';
import { tooMuchDropout } from './too-much-dropout/rule.ts';
import { unscaledInputs } from './unscaled-inputs/rule.ts';
import { unscaledTargets } from './unscaled-targets/rule.ts';
import { unsuitedOptimizer } from './unsuited-optimizer/rule.ts';
import { unusualBatchSize } from './unusual-batch-size/rule.ts';
import { weightsOffScale } from './weights-off-scale/rule.ts';
import { wrongOutputWidth } from './wrong-output-width/rule.ts';

/** All rules, by the part of a training that they look at. */
export const rules: readonly Rule[] = [
  constantSoftmax,
  outputOutOfReach,
  softmaxOnLabels,
  missingOutputActivation,
  outputActivationMismatch,
  activationOnNumbers,
  wrongOutputWidth,
  constantLoss,
  logitsAsProbabilities,
  lossForAnotherTask,
  missingNonLinearity,
  saturatingActivations,
  weightsOffScale,
  tooFewUnits,
  unscaledInputs,
  unscaledTargets,
  learningRateTooHigh,
  learningRateTooLow,
  earlyDecay,
  unsuitedOptimizer,
  tooFewUpdates,
  unusualBatchSize,
  tooMuchDropout,
  harmfulBatchNorm,
];
