/** Networks: layers that write graphs, initializers, losses and metrics. */
export { type BuildOptions, compose, type InputDescription } from './compose.ts';
export { applyConstraint, type Constraint, constraintSchema } from './constraints.ts';
export { freeze, unfreeze } from './freeze.ts';
export {
  type ApplicableLayer,
  Connection,
  type FunctionalLayer,
  type FunctionalTools,
  functional,
} from './functional.ts';
export { describeInitializer, type InitializerOptions, initialize, initializerSchema } from './initializers/index.ts';
export { convolutionPads } from './layers/convolution.ts';
export { type LayerInput, type LayerOptions, layerSchema } from './layers/index.ts';
export {
  type ClassWeights,
  classWeightsSchema,
  findLoss,
  type Loss,
  type LossChoice,
  type LossName,
  type LossOptions,
  losses,
  lossNameOf,
  lossNames,
  lossSchema,
  type OutputKind,
  type TargetKind,
  withClassWeights,
} from './losses/index.ts';
export {
  allMetricsFor,
  type Metric,
  type MetricBatch,
  type MetricName,
  metricNames,
  metrics,
  metricsFor,
} from './metrics/index.ts';
export {
  type Network,
  type NetworkLayer,
  networkFromModel,
  networkInput,
  networkMetadata,
  networkOutput,
  parameterCount,
  parameterShape,
  withInitializers,
} from './network.ts';
export {
  type FittedInput,
  type FittedPreparation,
  preparedShape,
  type SquashFunction,
  squashFunctions,
  targetNumbers,
  withPreparation,
} from './preparation/index.ts';
export { type Penalty, penaltySchema, type Regularization } from './regularization.ts';
export { regularized } from './regularize.ts';
export { sequential } from './sequential.ts';
