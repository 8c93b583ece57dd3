/** From a network and a loss to one graph for the whole step: forward pass, loss and gradients for one batch size. */
export {
  compileEvaluationStep,
  type EvaluationStep,
  type EvaluationStepOptions,
} from './evaluation-step.ts';
export { type FlatEntry, type FlatLayout, flatLayout } from './flat-layout.ts';
export type { ParameterInput } from './parameter-inputs.ts';
export {
  batchBinding,
  compileTrainingStep,
  type StateTensor,
  type TrainingStep,
  type TrainingStepOptions,
} from './training-step.ts';
