/** From a network and a loss to one graph for the whole step: forward pass, loss and gradients for one batch size. */
export type { ActivationStatistics } from './activation-statistics.ts';
export {
  compileEvaluationStep,
  type EvaluationStep,
  type EvaluationStepOptions,
} from './evaluation-step.ts';
export { type FlatEntry, type FlatLayout, flatLayout } from './flat-layout.ts';
export type { ParameterInput } from './parameter-inputs.ts';
export { compileProbeStep, type ProbedLayer, type ProbeStep, type ProbeStepOptions } from './probe-step.ts';
export {
  batchBinding,
  compileTrainingStep,
  type StateTensor,
  type TrainingStep,
  type TrainingStepOptions,
} from './training-step.ts';
export type { OutputLoss, SeveralLosses } from './write-losses.ts';
